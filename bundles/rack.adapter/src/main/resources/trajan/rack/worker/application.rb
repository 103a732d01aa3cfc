# frozen_string_literal: true

module Trajan
  # What the operator set, from the arguments NAME=VALUE.
  class Settings
    attr_reader :rackup, :gemfile, :requires, :libraries, :threads, :processes, :warmups, :name

    def initialize(arguments)
      all = arguments.map { |a| a.split('=', 2) }.group_by(&:first).transform_values { |v| v.map(&:last) }
      @all = all
      @name = one('name', 'vassal')
      @rackup = one('rackup')
      @gemfile = one('gemfile')
      @requires = all.fetch('require', [])
      @libraries = all.fetch('library', [])
      @threads = Integer(one('threads', '1'))
      @processes = Integer(one('processes', '1'))
      @warmups = all.fetch('warmup', [])
    end

    def lazy? = %w[true yes on 1].include?(one('lazy', '').downcase)
    def survive? = one('survive') == 'true'
    def wait_for_threads? = one('wait-for-threads') == 'true'
    def procname? = one('procname', 'true') == 'true'

    private

    def one(key, fallback = nil) = @all.fetch(key, [fallback]).last
  end

  # An application, loaded.
  class Application
    attr_reader :app, :release

    def self.load(settings)
      $LOAD_PATH.unshift(*settings.libraries)
      Object.autoload(:Rack, 'rack') unless Object.const_defined?(:Rack)
      if settings.gemfile
        ENV['BUNDLE_GEMFILE'] = settings.gemfile
        require 'bundler/setup'
      end
      settings.requires.each { |name| require name }
      app = gem_builder?(settings) ? parse_with_gem(settings.rackup) : Builder.load(settings.rackup)
      unless app.respond_to?(:call)
        raise "#{settings.rackup}: the application is a #{app.class}, which has no call method"
      end
      new(app, loaded? && ::Rack.respond_to?(:release) ? ::Rack.release : '')
    end

    def self.loaded? = Object.const_defined?(:Rack) && !Object.autoload?(:Rack)

    def self.gem_builder?(settings)
      return true if loaded? && ::Rack.const_defined?(:Builder)
      settings.gemfile && ::Gem.loaded_specs.key?('rack') && require('rack')
    end

    # Rack 2 returns the application and options, Rack 3 the application alone.
    def self.parse_with_gem(file)
      parsed = ::Rack::Builder.parse_file(file)
      parsed.is_a?(Array) ? parsed.first : parsed
    end

    def initialize(app, release)
      @app = app
      @release = release
    end

    def two? = release.start_with?('2.', '1.')
    def rewindable? = release.empty? || two?
  end

  # A config.ru with the builder as self; what it defines is at the top level, and its magic comments count.
  def self.evaluate(file, builder)
    text = File.read(file, encoding: Encoding::UTF_8).sub(/^__END__$.*\z/m, '')
    magic = text[/\A(?:#.*\n)*/].lines.grep(/(?:coding|frozen_string_literal|warn_indent)\s*[:=]/)
    block = eval("#{magic.join}proc {\n#{text}\n}", TOPLEVEL_BINDING, file, -magic.size)
    builder.instance_eval(&block)
  end
end
