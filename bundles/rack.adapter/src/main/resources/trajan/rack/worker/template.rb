# frozen_string_literal: true

module Trajan
  # The process that loads the application and forks workers: a connection to descriptor 3 is the command, and the child
  # serves it. What happens is told on descriptor 5, a line each.
  class Template
    def initialize(settings)
      @settings = settings
      @reports = IO.for_fd(5, 'w').tap { |io| io.sync = true }
      @server = UNIXServer.for_fd(3)
      @reports.close_on_exec = @server.close_on_exec = true
    end

    def run
      $stdin.reopen(::File::NULL)
      $stdout.sync = $stderr.sync = true
      $0 = "#{@settings.name} template" if @settings.procname?
      began = Trajan.now
      application = load unless @settings.lazy?
      report("loaded #{((Trajan.now - began) * 1000).round}")
      prepare
      reap
      report('ready')
      Signal.trap('TERM') { exit!(0) }
      Signal.trap('INT', 'IGNORE')
      loop { fork_for(@server.accept, application) }
    end

    private

    def load
      Application.load(@settings)
    rescue Exception => e # The program's, whatever it is.
      failed(e)
    end

    # What failed and where, for the operator; the log has the rest.
    def failed(failure)
      frames = (failure.backtrace || []).reject { |f| f.start_with?('-:') }
      $stderr.puts "#{failure.class}: #{failure.message}", frames.first(60).map { |f| "\tfrom #{f}" }
      where = frames.find { |f| !f.include?('/rubygems/') && !f.start_with?('<internal:', RbConfig::CONFIG['rubylibprefix']) }
      where = where ? where[/\A[^:]*:\d+/] : @settings.rackup
      message = failure.message.lines.first.to_s.strip
      reason = failure.is_a?(SyntaxError) ? message : "#{where}: #{message} (#{failure.class})"
      report("failed #{reason}\t#{remedy(failure)}")
      exit!(1)
    end

    def remedy(failure)
      type = failure.class.name.to_s
      return 'Run bundle install for the Gemfile with this Ruby, or name another with gemfile.' if type.start_with?('Bundler::')
      case failure
      when LoadError then 'Install the library, or say where it is with rb-lib, rb-gem-path or gemfile.'
      when SyntaxError then "Mend the file; this Ruby is #{RUBY_VERSION}."
      when SystemExit then 'The program called exit while it was loaded; its log may say why.'
      when Errno::ENOENT then "Relative paths start at the program's directory; see chdir."
      else 'The program itself failed while it was loaded; its log has the backtrace.'
      end
    end

    # What is garbage now would be copied into every worker.
    def prepare
      return if @settings.lazy?
      Process.respond_to?(:warmup) ? Process.warmup : 4.times { GC.start }
    end

    def report(line)
      @reports.write("#{line.gsub(/[\r\n]+/, ' ').byteslice(0, 4000)}\n")
    rescue SystemCallError
      nil
    end

    # Collects what has ended, also what was left to it as the first process of a namespace.
    def reap
      @used = Process.times
      Thread.new do
        loop do
          pid, status = Process.wait2(-1)
          tell(pid, status)
        rescue Errno::ECHILD
          sleep 0.05
        end
      end
    end

    def tell(pid, status)
      now = Process.times
      how = status.signaled? ? "signal #{status.termsig}" : "exit #{status.exitstatus}"
      user, system = now.cutime - @used.cutime, now.cstime - @used.cstime
      report(format('exit %d %s %d %d 0', pid, how, user * 1_000_000, system * 1_000_000))
      @used = now
    end

    def fork_for(connection, application)
      pid = fork { be_worker(connection, application) }
      report("worker #{pid}")
      connection.close
    end

    def be_worker(connection, application)
      @server.close
      worker = nil
      Signal.trap('TERM') { worker ? worker.retire : exit!(0) }
      Signal.trap('USR2') { dump }
      Signal.trap('USR1') { worker&.loosen }
      application ||= load
      worker = Worker.new(connection, application, @settings)
      warm_up(worker)
      worker.run
      join_threads if @settings.wait_for_threads?
      exit(0)
    end

    def warm_up(worker)
      worker.warm_up(@settings.warmups)
    rescue Exception => e # The program's, whatever it is.
      failed(e)
    end

    def join_threads
      (Thread.list - [Thread.current]).each { |thread| thread.join unless thread.status == 'sleep_forever' }
    end

    # Where every thread is, for the log.
    def dump
      Thread.list.each do |thread|
        frames = (thread.backtrace || []).reject { |frame| frame.start_with?('-:') }
        $stderr.puts "#{thread.inspect} of process #{Process.pid}:", frames.first(60).map { |frame| "\tfrom #{frame}" }
      end
    end
  end
end
