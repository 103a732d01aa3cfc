use v5.36;

# The process that loads the application and forks workers: a connection to descriptor 3 is the command, and the child
# serves it. What happens is told on descriptor 5, a line each.
package Trajan::Template {
    use Carp ();
    use Fcntl ();
    use Time::HiRes ();

    # A child's end is noticed at once, but for one that comes just before the wait.
    use constant REAP_SECONDS => 5;

    sub new ($class, $settings) {
        open my $server, '+<&=', 3 or die "descriptor 3: $!";
        open my $reports, '>&=', 5 or die "descriptor 5: $!";
        fcntl $_, Fcntl::F_SETFD(), Fcntl::FD_CLOEXEC() for $server, $reports;
        return bless { settings => $settings, server => $server, reports => $reports }, $class;
    }

    sub run ($self) {
        my $settings = $self->{settings};
        open STDIN, '<', '/dev/null';
        STDOUT->autoflush(1);
        $SIG{PIPE} = sub { }; # Not ignored: that would be inherited by programs that are run.
        my $began = Time::HiRes::time();
        my $app = $settings->is('lazy') ? undef : $self->load;
        $self->report(sprintf 'loaded %d', 1000 * (Time::HiRes::time() - $began));
        $0 = $settings->one('name') . ' template';
        $SIG{CHLD} = sub { };
        $SIG{TERM} = sub { POSIX::_exit(0) };
        $SIG{INT} = 'IGNORE';
        $self->report('ready');
        $self->serve_forks($app);
    }

    sub load ($self) {
        my $app = eval { Trajan::Application::load($self->{settings}) };
        return $app // $self->failed($@);
    }

    sub failed ($self, $error) {
        my $message = Trajan::message($error);
        print STDERR "$message\n";
        my ($first) = $message =~ /([^\n]+)/;
        $self->report("failed $first\t" . remedy($message));
        POSIX::_exit(1);
    }

    sub remedy ($message) {
        return 'Install the module for this Perl, or name its directory with perl-local-lib.' if $message =~ /\ACan't locate \S+ in \@INC/;
        return "Mend the file; this Perl is " . sprintf('%vd', $^V) . '.' if $message =~ /\bsyntax error\b|compilation (?:errors|aborted)/;
        return 'The file has to end with the application: a reference to a sub.' if $message =~ /, expected a code reference/;
        return 'The program itself failed while it was loaded; its log has more.';
    }

    sub report ($self, $line) {
        $line =~ s/[\r\n]+/ /g;
        syswrite $self->{reports}, substr($line, 0, 4000) . "\n";
    }

    sub serve_forks ($self, $app) {
        my $fd = fileno $self->{server};
        while (1) {
            $self->reap;
            my $ready = '';
            vec($ready, $fd, 1) = 1;
            next if select($ready, undef, undef, REAP_SECONDS) < 1;
            accept my $connection, $self->{server} or next;
            $self->fork_for($app, $connection);
        }
    }

    # Collects what has ended, also what was left to it as the first process of a namespace.
    sub reap ($self) {
        while ((my $pid = waitpid -1, POSIX::WNOHANG()) > 0) {
            my $how = $? & 127 ? 'signal ' . ($? & 127) : 'exit ' . ($? >> 8);
            my ($user, $system) = (times)[2, 3];
            my $used = $self->{used} // [0, 0];
            $self->{used} = [$user, $system];
            $self->report(sprintf 'exit %d %s %d %d 0', $pid, $how, 1e6 * ($user - $used->[0]), 1e6 * ($system - $used->[1]));
        }
    }

    sub fork_for ($self, $app, $connection) {
        my $pid = fork;
        return print STDERR "fork: $!\n" unless defined $pid;
        return $self->report("worker $pid") if $pid;
        close $self->{server};
        $SIG{CHLD} = 'DEFAULT';
        srand; # Else every worker would draw the template's numbers.
        $self->be_worker($connection, $app);
    }

    # Where the program is, for the log; without arguments, since they may be secrets.
    sub dump_stack ($) {
        local $Carp::MaxArgNums = -1;
        my @frames = grep { !/ at - line \d+\.?$/ } split /\n/, Carp::longmess("process $$ is");
        print STDERR join("\n", @frames, '');
    }

    sub be_worker ($self, $connection, $app) {
        my $worker;
        $SIG{TERM} = sub { $worker ? $worker->retire : POSIX::_exit(0) };
        $SIG{USR2} = \&dump_stack;
        $worker = Trajan::Worker->new($connection, $app // $self->load, $self->{settings});
        $worker->run;
        exit 0;
    }
}
