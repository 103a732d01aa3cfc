# frozen_string_literal: true

module Trajan
  # rack.input of a request without a body.
  class NoInput
    def read(length = nil, buffer = nil)
      buffer&.clear
      length.nil? || length.zero? ? (buffer || String.new) : nil
    end

    def readpartial(_length, buffer = nil)
      buffer&.clear
      raise EOFError, 'end of file reached'
    end

    def gets(*) = nil
    def each = self
    def size = 0
    def eof? = true
    def close = nil
    def binmode = self
    def external_encoding = Encoding::BINARY
    def rewind = 0
  end

  # rack.input of a body that is still coming: pulled as it is read, kept when it may be read again.
  class Input
    attr_reader :size

    def initialize(exchange, length, rewindable)
      @exchange = exchange
      @size = length
      @kept = rewindable ? Kept.new : nil
      @ahead = String.new
    end

    def read(length = nil, buffer = nil)
      raise ArgumentError, "negative length #{length} given" if length&.negative?
      bytes = length ? take(length) : take_all
      if bytes.empty? && length && length.positive?
        buffer&.clear
        return nil
      end
      buffer ? buffer.replace(bytes) : bytes
    end

    def readpartial(length, buffer = nil)
      fill if @ahead.empty?
      raise EOFError, 'end of file reached' if @ahead.empty? && length.positive?
      bytes = @ahead.slice!(0, length)
      buffer ? buffer.replace(bytes) : bytes
    end

    def gets
      searched = 0
      until (at = @ahead.index("\n", searched))
        searched = @ahead.bytesize
        break unless fill
      end
      line = @ahead.slice!(0, at ? at + 1 : @ahead.bytesize)
      line.empty? ? nil : line
    end

    def each
      while (line = gets)
        yield line
      end
      self
    end

    def eof? = @ahead.empty? && !fill
    def close = nil
    def binmode = self
    def external_encoding = Encoding::BINARY
    def respond_to_missing?(name, all = false) = name == :rewind && !@kept.nil? || super

    def method_missing(name, *arguments)
      return super unless name == :rewind && @kept
      @ahead.clear
      @kept.rewind
      0
    end

    def release = @kept&.close

    private

    def take(length)
      nil while @ahead.bytesize < length && fill
      @ahead.slice!(0, length)
    end

    def take_all
      nil while fill
      all = @ahead
      @ahead = String.new
      all
    end

    # Reads on by at least one byte; nil at the end.
    def fill
      piece = @kept&.next_piece
      unless piece
        piece = @exchange.pull
        @kept&.append(piece) if piece
      end
      piece && @ahead << piece
    end
  end

  # What was read of a body, so that it can be read again: in memory, an unlinked file when it gets long.
  class Kept
    MEMORY_BYTES = 128 * 1024

    def initialize
      @memory = String.new
      @size = 0
      @position = 0
    end

    def append(piece)
      if @file.nil? && @size + piece.bytesize > MEMORY_BYTES
        require 'tempfile'
        @file = Tempfile.create('trajan-input').tap { |f| f.binmode; ::File.unlink(f.path) }
        @file.write(@memory)
        @memory = nil
      end
      @file ? (@file.seek(0, IO::SEEK_END); @file.write(piece)) : @memory << piece
      @size += piece.bytesize
      @position = @size
    end

    def next_piece
      return if @position == @size
      piece = @file ? (@file.seek(@position); @file.read(PORTION)) : @memory.byteslice(@position, PORTION)
      @position += piece.bytesize
      piece
    end

    def rewind = @position = 0
    def close = @file&.close
  end
end
