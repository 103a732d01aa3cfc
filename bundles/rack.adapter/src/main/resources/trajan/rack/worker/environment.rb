# frozen_string_literal: true

module Trajan
  # Makes the environment of a request: https://github.com/rack/rack/blob/main/SPEC.rdoc, "The Environment". What is the
  # same for all requests is copied with its table; the emperor sends the rest ready to be put there.
  class Environment
    def initialize(worker, application, settings)
      @rewindable = application.rewindable?
      @three = !application.two?
      @template = {
        'GATEWAY_INTERFACE' => 'CGI/1.2',
        'SERVER_SOFTWARE' => 'Trajan',
        'rack.version' => @three ? [3, 0] : [1, 3],
        'rack.multithread' => settings.threads > 1,
        'rack.multiprocess' => settings.processes > 1,
        'rack.run_once' => false,
        'rack.errors' => Errors.new(worker),
        'rack.hijack?' => true,
        'rack.url_scheme' => 'http',
        'rack.input' => NoInput.new
      }
    end

    def make(exchange, flags, payload)
      env = @template.dup
      included = nil
      if flags & 8 != 0
        size = payload.unpack1('V')
        included = payload.byteslice(4 + size, payload.bytesize)
        payload = payload.byteslice(4, size)
      end
      pairs = payload.split("\0", -1)
      i = 0
      count = pairs.size
      while i < count
        env[pairs[i]] = pairs[i + 1]
        i += 2
      end
      env['rack.url_scheme'] = 'https' if env.key?('HTTPS')
      odd_path(env) unless env['PATH_INFO'].start_with?('/')
      input(env, exchange, flags, included) if flags & 9 != 0
      calls(env, exchange)
      env
    end

    # The environment of a GET that nobody sent.
    def warm(target)
      path, query = target.split('?', 2)
      env = @template.merge(
        'REQUEST_METHOD' => 'GET', 'SCRIPT_NAME' => '', 'PATH_INFO' => path, 'QUERY_STRING' => query.to_s,
        'REQUEST_URI' => target, 'SERVER_NAME' => 'localhost', 'SERVER_PORT' => '80', 'HTTP_HOST' => 'localhost',
        'SERVER_PROTOCOL' => 'HTTP/1.1', 'HTTP_VERSION' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1',
        'rack.hijack?' => false, 'rack.after_reply' => [], 'trajan.warmup' => true
      )
      env['rack.response_finished'] = [] if @three
      env
    end

    # What is to be called when the answer is through.
    def finished(env) = @three ? env['rack.response_finished'] : nil

    private

    # OPTIONS * and CONNECT keep their forms for Rack 3; Rack 2 demands a path.
    def odd_path(env)
      return env['PATH_INFO'] = '' unless env['SCRIPT_NAME'].empty?
      if @three && env['REQUEST_METHOD'] == 'CONNECT'
        env['PATH_INFO'] = env['REQUEST_URI']
      elsif !(@three && env['PATH_INFO'] == '*')
        env['PATH_INFO'] = '/'
      end
    end

    def input(env, exchange, flags, included)
      env['rack.input'] =
        if included
          StringIO.new(included)
        else
          exchange.input = Input.new(exchange, flags & 2 == 0 ? env['CONTENT_LENGTH'].to_i : nil, @rewindable)
        end
    end

    def calls(env, exchange)
      if exchange.may_hijack?
        env['rack.hijack'] = Hijack.new(exchange, env)
      else
        env['rack.hijack?'] = false
      end
      env['rack.early_hints'] = EarlyHints.new(exchange)
      env['rack.after_reply'] = []
      env['rack.response_finished'] = [] if @three
    end
  end
end
