# frozen_string_literal: true

module Trajan
  # Calls the application with a request and sends what it returns. Whatever a program does ends here: an exception, exit or
  # an answer that is none is logged with its backtrace and becomes a 500, or breaks the answer off when it has begun.
  class Servant
    MOST_LINES = 60
    ERROR_FIELDS = { 'content-type' => 'text/plain; charset=utf-8' }.freeze
    ERROR_PAGE = "Internal Server Error\n"

    attr_reader :failures

    def initialize(worker, app, environment, names)
      @worker = worker
      @app = app
      @environment = environment
      @names = names
      @failures = 0
    end

    def serve(id, flags, payload)
      exchange = Exchange.new(@worker, id, flags)
      env = status = headers = body = failure = nil
      begin
        env = @environment.make(exchange, flags, payload)
        result = @app.call(env)
        if result.is_a?(Array) && result.size == 3
          status, headers, body = result
          answer(exchange, env, Head.new(@names, status, headers), body) unless exchange.hijacked?
        elsif !exchange.hijacked?
          raise InvalidAnswer, "the application returned #{Trajan.shown(result)}, " \
                               'expected an Array of status, headers and body'
        end
      rescue Exception => e # Whatever a program throws ends here.
        failure = e
        fail_with(exchange, env, e)
      ensure
        close(body) unless body.nil? || body.instance_of?(Array)
        after(env, status, headers, failure) if env
        exchange.release
        @worker.send(FREE, 0, id, '') if exchange.hijacked? || (exchange.begun? && !exchange.ended?)
      end
    end

    def warm_up(target)
      env = @environment.warm(target)
      _, _, body = @app.call(env)
      body.each { |each| each } if body.respond_to?(:each)
    ensure
      body.close if body.respond_to?(:close)
    end

    private

    def answer(exchange, env, head, body)
      if head.hijack
        take_over(exchange, head, head.hijack)
      elsif body.instance_of?(Array)
        send_array(exchange, env, head, body)
      elsif body.respond_to?(:each)
        send_body(exchange, env, head, body)
      elsif body.respond_to?(:call)
        call_body(exchange, env, head, body)
      else
        raise InvalidAnswer, "the body is #{Trajan.shown(body)}, expected something with each or call"
      end
    end

    def quiet?(env, head) = head.bodyless? || env['REQUEST_METHOD'] == 'HEAD'

    def send_array(exchange, env, head, body)
      return exchange.whole(head, '') if quiet?(env, head)
      return exchange.whole(head, chunk(body[0])) if body.size == 1
      exchange.whole(head, body.each_with_object(String.new) { |each, all| all << chunk(each).b })
    end

    def send_body(exchange, env, head, body)
      return exchange.whole(head, '') if quiet?(env, head)
      return if body.respond_to?(:to_path) && send_file(exchange, head, body.to_path)
      body.each do |each|
        next if chunk(each).empty? || exchange.ended?
        if !exchange.begun?
          next exchange.whole(head, each) if each.bytesize == head.length
          exchange.start(head)
        end
        exchange.emit(each)
      end
      exchange.begun? ? exchange.finish : exchange.whole(head, '')
    end

    # A file as a whole; what is announced with another length is a part of it, and #each shall decide.
    def send_file(exchange, head, path)
      return unless path.is_a?(String) && ::File.file?(path) && ::File.readable?(path)
      ::File.open(path, 'rb') do |file|
        size = file.size
        return if head.length && head.length != size
        head.length = size unless head.length
        size <= GATHERED_BYTES ? exchange.whole(head, file.read) : send_pieces(exchange, head, file)
        true
      end
    end

    def send_pieces(exchange, head, file)
      exchange.start(head)
      while (piece = file.read(PORTION))
        exchange.emit(piece)
      end
      exchange.finish
    end

    def call_body(exchange, env, head, body)
      return take_over(exchange, head, body) if head.status == 101
      return exchange.whole(head, '') if quiet?(env, head)
      @worker.go_threaded # The program may go on with the stream when this call is over.
      exchange.start(head)
      exchange.flush
      body.call(Writer.new(exchange, env['rack.input']))
    end

    def take_over(exchange, head, callable)
      unless exchange.may_hijack?
        raise InvalidAnswer, 'the answer has rack.hijack, but this connection cannot be hijacked (rack.hijack? says so)'
      end
      io = exchange.hijack_after(head)
      begin
        callable.call(io)
      rescue Exception # Nobody else would close it.
        io.close unless io.closed?
        raise
      end
    end

    def chunk(object)
      object.is_a?(String) ? object : raise(InvalidAnswer, "the body yields #{Trajan.shown(object)}, expected a String")
    end

    def close(body)
      body.close if body.respond_to?(:close)
    rescue Exception => e # The answer is out already.
      @worker.log(2, "closing a response body: #{backtrace(e)}")
    end

    # What is to be called when the answer is through: Rack 3 in reverse with what there is, Puma's without arguments.
    def after(env, status, headers, failure)
      @environment.finished(env)&.reverse_each { |callable| called(callable, env, status, headers, failure) }
      env['rack.after_reply']&.each { |callable| called(callable) }
    end

    def called(callable, *arguments)
      callable.call(*arguments)
    rescue Exception => e # One does not keep the others from running.
      @worker.log(2, "after a response: #{backtrace(e)}")
    end

    def fail_with(exchange, env, failure)
      return exchange.begun? && !exchange.ended? && exchange.break_off('the client has left') if failure.is_a?(ClientGone)
      @failures += 1
      line = env ? "#{env['REQUEST_METHOD']} #{env['REQUEST_URI'].to_s[/\A[^?]*/].byteslice(0, 500)}" : 'a request'
      what = failure.is_a?(InvalidAnswer) ? "invalid answer: #{failure.message}" : backtrace(failure)
      @worker.log(2, "#{line.dump[1..-2]}: #{what}")
      if exchange.hijacked?
        exchange.close_io
      elsif exchange.begun?
        exchange.break_off(failure.class.name)
      else
        exchange.whole(Head.new(@names, 500, ERROR_FIELDS), ERROR_PAGE)
      end
    rescue ClientGone
      nil
    end

    def backtrace(failure)
      text = described(failure)
      text += "\ncaused by #{described(failure.cause)}" if failure.cause
      text
    end

    def described(failure)
      frames = (failure.backtrace || []).reject { |frame| frame.start_with?('-:') }.first(MOST_LINES)
      ["#{failure.class}: #{failure.message}", *frames.map { |frame| "from #{frame}" }].join("\n")
    end
  end
end
