# frozen_string_literal: true

module Trajan
  # One worker: the stream to the emperor and what runs on it.
  class Worker
    # A slow request looks for orders before the next begins, so that what waits here can be given back.
    SLOW_SECONDS = 0.02
    STATS_SECONDS = 1.0
    ORPHAN_SECONDS = 300

    attr_reader :credit, :names, :ticker

    def initialize(io, application, settings)
      @settings = settings
      @application = application
      @lock = Mutex.new
      @changed = ConditionVariable.new
      @writing = Mutex.new
      @names = Names.new(!application.two?)
      @environment = Environment.new(self, application, settings)
      @servant = Servant.new(self, application.app, @environment, @names)
      @ticker = Ticker.new
      @credit = 256 * 1024
      @waiting = []
      @followed = {}
      @raws = 0
      @requests = 0
      @retired = false
      @threaded = false
      @running = 0
      @serving = @reading = false
      connect(io)
    end

    # Answers until it is retired or the emperor is gone.
    def run
      loop do
        hello
        @settings.threads > 1 || @threaded ? run_threads : run_alone
        break if @retired || !@settings.survive? || !reconnect
      end
    end

    # From a signal: ends when what was begun is answered.
    def retire
      @retired = true
      exit(0) unless @serving || @threaded
    end

    # From a signal: what waits behind a slow request is wanted back, so somebody must read while it runs.
    def loosen
      Thread.new { go_threaded(true) } if @serving && !@threaded
    end

    # Answers requests that nobody sent, so that the application runs hot; raises when one fails.
    def warm_up(targets)
      targets.each do |target|
        times, path = target.split(' ', 2)
        times.to_i.times { @servant.warm_up(path) }
      end
    end

    # ---- writing; any thread ----

    def send(type, flags, id, payload)
      write([payload.bytesize, type, flags, id].pack(FRAME), payload)
    end

    def write(*parts)
      @writing.synchronize { @io.write(*parts) }
    rescue SystemCallError, IOError
      @lost = true
      raise ClientGone
    end

    # A text for the vassal's log: 0 is what the program wrote, 2 an error.
    def log(level, text)
      send(LOG, level, 0, text.byteslice(0, 60_000).b)
    rescue ClientGone
      warn text
    end

    # ---- waiting ----

    def synchronize(&block) = @lock.synchronize(&block)

    # Waits until the block says so; what the emperor sends meanwhile is noted.
    def await
      @lock.synchronize do
        @reading = !@threaded
        @changed.wait(@lock) until @reading || @lost || yield
      end
      read until !@reading || @lost || yield
      raise ClientGone if @lost && !yield
    ensure
      @reading = false
    end

    # Has what the emperor sends for an exchange go to it.
    def follow(exchange) = @lock.synchronize { @followed[exchange.id] = exchange }
    def forget(exchange) = @lock.synchronize { @followed.delete(exchange.id) }

    # From now on a thread reads the stream, whatever the application does; from outside only while nobody else reads.
    def go_threaded(outside = false)
      @lock.synchronize do
        return if @threaded || (outside && (!@serving || @reading))
        @threaded = true
      end
      @reader = start_reader
    end

    # ---- connections taken over ----

    # Joins an application's end of a connection to the emperor's, by two threads.
    def raw(exchange, socket)
      @lock.synchronize { @raws += 1 }
      Thread.new do
        inward = Thread.new { pump_in(exchange, socket) }
        pump_out(exchange, socket)
        inward.join
      ensure
        socket.close
        forget(exchange)
        @lock.synchronize { @raws -= 1; @changed.broadcast }
      end
    end

    private

    def connect(io)
      io.sync = true
      io.nonblock = false
      @io = io
      @buffer = String.new
      @spare = String.new(capacity: PORTION)
      @at = 0
      @lost = false
    end

    def hello
      text = { pid: Process.pid, language: 'ruby', version: RUBY_VERSION, engine: RUBY_ENGINE,
               rack: @application.release, threads: @settings.threads, requests: @requests,
               recall: 'usr1' }
      write_quietly(HELLO, text.map { |k, v| "#{k} #{v}\n" }.join.b)
      stats
    end

    def write_quietly(type, payload)
      send(type, 0, 0, payload)
    rescue ClientGone
      nil
    end

    # Memory of the process; in pages: the third number of statm is shared, the second resident.
    def stats
      @stats_at = Trajan.now
      total, resident = ::File.read('/proc/self/statm').split.first(2).map { |n| n.to_i * 4096 }
      write_quietly(STATS, [resident, total, @requests].pack('Q<3'))
    rescue SystemCallError
      nil
    end

    # ---- one thread ----

    def run_alone
      until @lost || (@retired && @waiting.empty?)
        return run_threads if @threaded
        if (request = @waiting.shift)
          @serving = true
          serve(*request)
          @lock.synchronize { @serving = false }
        else
          read
        end
      end
      run_threads if @threaded
    end

    # ---- several ----

    # Ends when everything that came is answered and every stream closed: the reader goes on until then.
    def run_threads
      go_threaded
      @over = false
      threads = Array.new(@settings.threads) { Thread.new { serve_waiting } }
      @lock.synchronize do
        @changed.wait(@lock, 1) until (@retired || @lost) && idle?
        @over = true
        @changed.broadcast
      end
      threads.each(&:join)
      @reader.kill.join
      @threaded = false
    end

    def idle?
      @waiting.empty? && @running.zero? && (@lost || (@followed.empty? && @raws.zero?))
    end

    def serve_waiting
      while (request = next_request)
        serve(*request)
        @lock.synchronize { (@running -= 1).zero? && @changed.broadcast }
      end
    end

    def next_request
      @lock.synchronize do
        @changed.wait(@lock) until @over || !@waiting.empty?
        @waiting.empty? ? nil : (@running += 1) && @waiting.shift
      end
    end

    def start_reader
      Thread.new do
        read until @lost
      ensure
        @lock.synchronize { @changed.broadcast }
      end
    end

    def serve(flags, id, payload)
      @servant.serve(id, flags, payload)
      @requests += 1
      now = Trajan.now
      stats if now - @stats_at > STATS_SECONDS
    rescue ClientGone
      nil
    end

    # ---- reading ----

    # Reads once and notes every whole frame.
    def read
      fill
      while @buffer.bytesize - @at >= FRAME_BYTES
        size, type, flags, id = @buffer.unpack(FRAME, offset: @at)
        raise IOError, "frame of #{size} bytes" if size > LONGEST_FRAME
        break if @buffer.bytesize - @at - FRAME_BYTES < size
        payload = @buffer.byteslice(@at + FRAME_BYTES, size)
        @at += FRAME_BYTES + size
        note(type, flags, id, payload)
      end
    rescue SystemCallError, IOError
      @lost = true
      @lock.synchronize { @changed.broadcast }
    end

    def fill
      piece = @io.sysread(PORTION, @spare)
      if @at == @buffer.bytesize
        @spare = @buffer
        @buffer = piece
      else
        @buffer = @buffer.byteslice(@at, @buffer.bytesize) << piece
      end
      @at = 0
    end

    def note(type, flags, id, payload)
      return request(flags, id, payload) if type == REQUEST
      case type
      when RETIRE then @lock.synchronize { @retired = true; @changed.broadcast }
      when HELLO_OK then settings(payload)
      when TAKE_BACK then take_back(id)
      else
        @lock.synchronize do
          exchange = @followed[id]
          note_for(exchange, type, flags, payload) if exchange
          @changed.broadcast if @threaded
        end
      end
    end

    def request(flags, id, payload)
      return @waiting << [flags, id, payload] unless @threaded
      @lock.synchronize do
        @waiting << [flags, id, payload]
        @changed.broadcast
      end
    end

    def note_for(exchange, type, flags, payload)
      case type
      when BODY, RAW_IN then exchange.body(payload, flags)
      when CREDIT then exchange.more_credit(payload.unpack1('V'))
      when ABORT then exchange.abort
      end
    end

    # Gives a request back that was not begun; what was begun is answered as usual.
    def take_back(id)
      given = @lock.synchronize { @waiting.reject! { |_, waiting, _| waiting == id } }
      send(GIVEN, 0, id, '') if given
    end

    def settings(payload)
      payload.each_line do |line|
        word, value = line.split
        @credit = value.to_i if word == 'credit'
        $0 = "#{@settings.name} worker #{value}" if word == 'worker' && @settings.procname?
      end
    end

    # ---- taken-over connections ----

    def pump_in(exchange, socket)
      while (piece = exchange.raw_piece)
        socket.write(piece)
      end
    rescue SystemCallError, IOError
      nil
    ensure
      socket.close_write unless socket.closed?
    end

    def pump_out(exchange, socket)
      loop do
        break unless exchange.raw_out(socket.readpartial(PORTION))
      end
    rescue SystemCallError, IOError
      nil
    ensure
      begin
        exchange.raw_end
      rescue ClientGone
        nil
      end
    end

    # ---- an emperor that went away ----

    # Waits for the next emperor; false when none comes.
    def reconnect
      orphans = UNIXServer.for_fd(4)
      orphans.autoclose = false
      return false unless orphans.wait_readable(ORPHAN_SECONDS)
      @followed.clear
      connect(orphans.accept)
      true
    rescue SystemCallError, IOError
      false
    end
  end

  # Sends what was gathered of answers that went quiet.
  class Ticker
    def initialize
      @queue = Thread::Queue.new
    end

    def push(exchange)
      @thread = Thread.new { run } unless @thread&.alive?
      @queue << exchange if @queue.empty?
    end

    private

    def run
      while (exchange = @queue.pop)
        sleep TICK_SECONDS
        begin
          exchange.flush unless exchange.ended?
        rescue ClientGone
          nil
        end
      end
    end
  end
end
