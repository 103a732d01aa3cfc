# frozen_string_literal: true

# Run first in every runtime: what an application finds around it. Gems, and rack among them, are
# loaded when something asks for them and not before, since that takes longer than all the rest.
module Trajan
  # Finds gems on demand: the first thing that cannot be required, the first gem call and the first
  # look at Gem bring rubygems in.
  module LazyGems
    @ready = false

    class << self
      def load
        return if @ready
        @ready = true
        ::Object.send(:remove_const, :Gem) if ::Object.autoload?(:Gem)
        ::Kernel.module_eval do
          alias_method :require, :trajan_require
          private :require
          remove_method :gem
        end
        require('rubygems')
      end

      def ready?
        @ready
      end
    end
  end

  # What would replace or copy the process of everybody, or take its signals.
  module Guards
    def exec(*)
      raise NotImplementedError, 'exec would replace the server: use system or spawn'
    end

    def fork(*)
      raise NotImplementedError, 'fork is not possible in the embedded engine'
    end

    def daemon(*)
      raise NotImplementedError, 'daemon would detach the server'
    end

    def trap(signal, *)
      warn "trap(#{signal}) is ignored: signals belong to the server"
      'DEFAULT'
    end
  end

  GUARDS = Object.new.extend(Guards)

  # The process is everybody's: no application ends it.
  module KillGuard
    def kill(signal, *pids)
      if signal != 0 && pids.any? { |pid| pid.to_i == Process.pid || pid.to_i <= 0 }
        raise Errno::EPERM, "kill(#{signal}) would reach the server"
      end
      super
    end
  end

  class << self
    # Loads an application; returns it with the release of the rack gem, if one was loaded.
    def load(file, gemfile, requires)
      if gemfile
        ENV['BUNDLE_GEMFILE'] = gemfile
        LazyGems.load
        require 'bundler'
        Bundler.setup
      end
      requires.each { |name| require name }
      app = gem_builder?(gemfile) ? parse_with_gem(file) : Builder.load(file)
      [app, release]
    end

    # The release of the rack gem, empty while none was loaded.
    def release
      return '' unless loaded?(:Rack)
      ::Rack.respond_to?(:release) ? ::Rack.release : ''
    end

    private

    def gem_builder?(gemfile)
      return true if loaded?(:Rack) && ::Rack.const_defined?(:Builder)
      gemfile && ::Gem.loaded_specs.key?('rack') && require('rack')
    end

    def loaded?(name)
      Object.const_defined?(name) && !Object.autoload?(name)
    end

    # Rack 2 returns the application and options, Rack 3 the application alone.
    def parse_with_gem(file)
      parsed = ::Rack::Builder.parse_file(file)
      parsed.is_a?(Array) ? parsed.first : parsed
    end
  end
end

module Kernel
  alias_method :trajan_require, :require

  def require(path)
    trajan_require(path)
  rescue ::LoadError => e
    raise if Trajan::LazyGems.ready? || e.path != path
    Trajan::LazyGems.load
    require(path)
  end

  def gem(*args)
    Trajan::LazyGems.load
    gem(*args)
  end

  %i[exec fork trap].each { |name| define_method(name) { |*args| Trajan::GUARDS.send(name, *args) } }
  private :trajan_require, :require, :gem, :exec, :fork, :trap
end
[Kernel, Process, Signal].each { |owner| owner.singleton_class.prepend(Trajan::Guards) }
Process.singleton_class.prepend(Trajan::KillGuard)
Object.autoload(:Gem, 'rubygems') unless defined?(::Gem)
Object.autoload(:Rack, 'rack')
# Where Debian keeps the files of some gems.
$LOAD_PATH << '/usr/lib/ruby/vendor_ruby' if File.directory?('/usr/lib/ruby/vendor_ruby')
