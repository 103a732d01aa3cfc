# frozen_string_literal: true

module Trajan
  # rack.errors: lines of the vassal's log.
  class Errors
    def initialize(worker)
      @worker = worker
      @line = String.new
      @lock = Mutex.new
    end

    def write(*texts)
      bytes = texts.map(&:to_s)
      @lock.synchronize do
        bytes.each { |text| @line << text.b }
        at = @line.rindex("\n")
        @worker.log(0, @line.slice!(0, at + 1)) if at || @line.bytesize > 8192 && (at = @line.bytesize - 1)
      end
      bytes.sum(&:bytesize)
    end

    def <<(text)
      write(text)
      self
    end

    def print(*texts) = (write(*texts); nil)

    def puts(*objects)
      write("\n") if objects.empty?
      objects.flatten.each { |object| text = object.to_s; write(text.end_with?("\n") ? text : "#{text}\n") }
      nil
    end

    def flush
      @lock.synchronize { @worker.log(0, @line.slice!(0, @line.bytesize)) unless @line.empty? }
      self
    end

    def sync = true
    def sync=(value); end
    def tty? = false
    alias isatty tty?
  end

  # rack.hijack.
  Hijack = Struct.new(:exchange, :env) do
    def call = env['rack.hijack_io'] = exchange.hijack
    def to_s = 'rack.hijack'
    alias inspect to_s
  end

  # rack.early_hints.
  EarlyHints = Struct.new(:exchange) do
    def call(headers) = exchange.early_hints(headers)
    def to_s = 'rack.early_hints'
    alias inspect to_s
  end

  # What a body that is called writes its answer to.
  class Writer
    def initialize(exchange, input)
      @exchange = exchange
      @input = input
      @open = true
    end

    def write(*texts)
      raise IOError, 'not opened for writing' unless @open
      texts.sum do |text|
        bytes = text.to_s
        @exchange.emit(bytes)
        bytes.bytesize
      end
    end

    def <<(text)
      write(text)
      self
    end

    def print(*texts) = (write(*texts); nil)
    def flush = (@exchange.flush; self)
    def sync = true
    def sync=(value); end
    def read(*arguments) = reading.read(*arguments)
    def readpartial(*arguments) = reading.readpartial(*arguments)
    def gets = reading.gets
    def close_read = (@input = nil)
    def closed? = !@open && @input.nil?

    def close_write
      return unless @open
      @open = false
      @exchange.finish
    end

    def close
      close_read
      close_write
      nil
    end

    private

    def reading = @input || raise(IOError, 'not opened for reading')
  end
end
