# frozen_string_literal: true

module Trajan
  # Runs a config.ru when the application brings no rack gem of its own: the words of
  # Rack::Builder, https://rubydoc.info/gems/rack/Rack/Builder.
  class Builder
    # Evaluated by the server with the builder as self, so that classes in it are at the top level,
    # magic comments count and __END__ ends it.
    def self.load(file)
      first = File.open(file, &:gets)
      if first&.start_with?('#\\')
        warn "#{file}:1: options in a #\\ line are ignored; the vassal's file is the place for them"
      end
      builder = new
      Trajan.evaluate(file, builder)
      builder.to_app
    end

    def initialize(default = nil, &block)
      @use = []
      @map = nil
      @run = default
      @warmup = nil
      @freeze_app = false
      instance_eval(&block) if block
    end

    def use(middleware, *args, &block)
      if @map
        mapping = @map
        @map = nil
        inner = @run
        @use << ->(app) { Map.new(app || inner, mapping) }
        @run = nil
      end
      @use << ->(app) { middleware.new(app, *args, &block) }
    end
    ruby2_keywords(:use)

    def run(app = nil, &block)
      raise ArgumentError, 'run takes an application or a block, not both' if app && block
      @run = app || block
    end

    def warmup(callable = nil, &block)
      @warmup = callable || block
    end

    def map(path, &block)
      (@map ||= {})[path] = block
    end

    def freeze_app
      @freeze_app = true
    end

    def to_app
      app = @map ? Map.new(@run, @map) : @run
      raise 'config.ru has neither run nor map' unless app
      app.freeze if @freeze_app
      app = @use.reverse.inject(app) { |inner, make| make.call(inner).tap { |a| a.freeze if @freeze_app } }
      @warmup&.call(app)
      app
    end

    def call(env)
      to_app.call(env)
    end
  end

  # Applications under prefixes, longest first; a prefix may begin with http://host.
  class Map
    NOT_FOUND = 404

    def initialize(default, mapping)
      entries = mapping.map { |location, block| entry(location, Builder.new(default, &block).to_app) }
      entries << entry('/', default) if default && !mapping.key?('/')
      @entries = entries.sort_by { |host, path, _| [host ? -host.size : 0, -path.size] }.freeze
    end

    def call(env)
      path = env['PATH_INFO']
      script = env['SCRIPT_NAME']
      host = nil
      @entries.each do |wanted, prefix, app|
        next if wanted && wanted != (host ||= host_of(env))
        next unless path.start_with?(prefix)
        rest = path[prefix.size..]
        next unless rest.empty? || rest.start_with?('/')
        return below(env, app, script + prefix, rest, script, path)
      end
      [NOT_FOUND, { 'content-type' => 'text/plain' }, ["Not Found: #{path}"]]
    end

    private

    def below(env, app, inner_script, inner_path, script, path)
      env['SCRIPT_NAME'] = inner_script
      env['PATH_INFO'] = inner_path
      app.call(env)
    ensure
      env['SCRIPT_NAME'] = script
      env['PATH_INFO'] = path
    end

    def entry(location, app)
      host = location[%r{\Ahttps?://([^/]+)}, 1]
      path = host ? location.sub(%r{\Ahttps?://[^/]+}, '') : location
      raise ArgumentError, "map #{location.inspect}: a path begins with /" unless host || path.start_with?('/')
      [host&.downcase, path.chomp('/'), app]
    end

    def host_of(env)
      (env['HTTP_HOST'] || env['SERVER_NAME']).to_s.downcase
    end
  end
end
