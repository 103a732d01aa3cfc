# frozen_string_literal: true

module Trajan
  # One request on its way through the application. What the emperor sends for it is noted by the thread that reads the
  # stream; what is written leaves on the thread that writes.
  class Exchange
    attr_reader :id

    def initialize(worker, id, flags)
      @worker = worker
      @id = id
      @may_hijack = flags & 4 != 0
      @credit = worker.credit
      @begun = @ended = @gone = @hijacked = false
    end

    attr_writer :input

    def release
      @input&.release
      @worker.forget(self) if @ended && !@hijacked && @followed
    end
    def may_hijack? = @may_hijack
    def gone? = @gone
    def begun? = @begun
    def ended? = @ended
    def hijacked? = @hijacked

    # ---- from the emperor, under the worker's lock ----

    def body(piece, flags)
      (@inbox ||= []) << piece unless piece.empty?
      @body_ended = true if flags & LAST != 0
      @body_failed = true if flags & 2 != 0
    end

    def more_credit(bytes) = @credit += bytes

    def abort
      @gone = true
    end

    # ---- the request's body ----

    # The next piece of the body, waiting for it; nil at the end.
    def pull
      return @inbox.shift if @inbox && !@inbox.empty?
      return if @body_ended
      follow
      @worker.send(PULL, 0, @id, [PORTION].pack('V'))
      @worker.await { (@inbox && !@inbox.empty?) || @body_ended || @body_failed || @gone }
      return @inbox.shift if @inbox && !@inbox.empty?
      raise Errno::ECONNRESET, 'the client has left or broke the request off' if @body_failed || @gone
    end

    # ---- the answer ----

    # A whole answer in one write, or the beginning of one if it is too long for that.
    def whole(head, bytes)
      if bytes.bytesize > WHOLE_BYTES
        start(head)
        emit(bytes)
        return finish
      end
      @begun = @ended = true
      fields = head.wire
      size = 4 + fields.bytesize + bytes.bytesize
      @worker.write([size, ANSWER, LAST, @id, head.status, fields.bytesize].pack('VCCvvv'), fields, bytes)
    end

    # The head; flags say whether raw bytes follow. It leaves with the first chunk, or with #flush.
    def start(head, flags = 0)
      @begun = true
      @lock = Mutex.new
      follow
      fields = head.wire
      @pending = [4 + fields.bytesize, ANSWER, flags, @id, head.status, fields.bytesize].pack('VCCvvv') << fields
      @sent_at = 0.0
    end

    # A chunk of the answer. Chunks that come close upon each other are gathered for a tick.
    def emit(chunk)
      return if chunk.empty? || @ended
      raise ClientGone if @gone
      size = chunk.bytesize
      return emit_long(chunk) if size > GATHERED_BYTES
      reserve(size)
      @lock.synchronize do
        @pending << [size, DATA, 0, @id].pack(FRAME) << (chunk.ascii_only? ? chunk : chunk.b)
        now = Trajan.now
        return write_pending(now) if @pending.bytesize > GATHERED_BYTES || now - @sent_at > CLOSE_SECONDS
      end
      @worker.ticker.push(self)
    end

    # Sends what was gathered.
    def flush
      @lock.synchronize { write_pending(Trajan.now) unless @pending.empty? }
    end

    # Ends an answer that was started.
    def finish
      return if @ended
      @lock.synchronize do
        @ended = true
        @pending << [0, DATA, LAST, @id].pack(FRAME)
        write_pending(0.0)
      end
      @worker.forget(self)
    end

    # Breaks off an answer that was started.
    def break_off(reason)
      return if @ended
      @ended = true
      @worker.send(BROKEN, 0, @id, reason.b)
      @worker.forget(self)
    end

    # rack.early_hints.
    def early_hints(headers)
      return if @begun || @hijacked
      head = Head.new(@worker.names, 103, headers)
      fields = head.wire
      @worker.send(INTERIM, 0, @id, [103, fields.bytesize].pack('vv') << fields)
      nil
    end

    # ---- a connection taken over ----

    # rack.hijack: the application has the connection.
    def hijack
      return @io if @io
      raise IOError, 'this connection cannot be hijacked' unless @may_hijack
      @hijacked = @begun = @ended = true
      @worker.send(HIJACK, 0, @id, '')
      @io = open_raw
    end

    # Closes a connection that the application took, if it has not.
    def close_io
      @io.close unless @io.nil? || @io.closed?
    end

    # Takes the connection over after the head of an answer; its IO.
    def hijack_after(head)
      start(head, RAW_FOLLOWS)
      flush
      @hijacked = @ended = true
      @io = open_raw
    end

    private

    def open_raw
      @worker.go_threaded
      mine, theirs = UNIXSocket.pair
      follow
      @worker.raw(self, mine)
      theirs
    end

    def emit_long(chunk)
      flush
      at = 0
      while at < chunk.bytesize
        part = [PORTION, chunk.bytesize - at].min
        reserve(part)
        @worker.send(DATA, 0, @id, chunk.byteslice(at, part))
        at += part
      end
    end

    # Waits until so many bytes may be sent.
    def reserve(size)
      if @credit < size
        flush
        @worker.await { @credit >= size || @gone }
        raise ClientGone if @gone
      end
      @worker.synchronize { @credit -= size }
    end

    def write_pending(now)
      @worker.write(@pending)
      @pending.clear
      @sent_at = now
    end

    def follow
      @followed = true
      @worker.follow(self)
    end

    public

    # What a taken-over connection reads from: pieces from the emperor until the end.
    def raw_piece
      pull
    end

    # Sends raw bytes with the same credit as an answer.
    def raw_out(bytes)
      if @credit < bytes.bytesize
        @worker.await { @credit >= bytes.bytesize || @gone }
        return false if @gone
      end
      @worker.synchronize { @credit -= bytes.bytesize }
      @worker.send(RAW, 0, @id, bytes)
      true
    end

    def raw_end = @worker.send(RAW, LAST, @id, '')
  end
end
