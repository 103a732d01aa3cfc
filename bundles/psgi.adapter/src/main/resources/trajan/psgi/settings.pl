use v5.36;

# What the operator set, from the arguments NAME=VALUE.
package Trajan::Settings {
    sub new ($class, @arguments) {
        my %all;
        for (@arguments) {
            my ($key, $value) = split /=/, $_, 2;
            push $all{$key}->@*, $value;
        }
        return bless \%all, $class;
    }

    sub one ($self, $key, $fallback = '') { exists $self->{$key} ? $self->{$key}[-1] : $fallback }
    sub all ($self, $key) { ($self->{$key} // [])->@* }
    sub is ($self, $key) { $self->one($key) =~ /\A(?:true|yes|on|1)\z/i }
}

# The application, loaded: the value of its file's last statement.
package Trajan::Application {
    use Config ();
    use Scalar::Util ();

    sub load ($settings) {
        my $file = $settings->one('file');
        unshift @INC, grep { -d } map { ("$_/lib/perl5/$Config::Config{archname}", "$_/lib/perl5") } $settings->all('library');
        my $app = evaluate($file);
        $app = $app->to_app if Scalar::Util::blessed($app) && $app->can('to_app');
        return $app if ref $app eq 'CODE' || Scalar::Util::blessed($app) && overload::Method($app, '&{}');
        die "the last value of $file is " . Trajan::shown($app) . ", expected a code reference\n";
    }

}

# A file is compiled in the package where it is asked for.
package main {
    # The program finds its own name in $0, as if it were run.
    sub Trajan::Application::evaluate ($file) {
        local $0 = $file;
        local @ARGV = ();
        local ($@, $!);
        my $app = do $file;
        die $@ if $@;
        die "$file: $!\n" if !defined $app && $!;
        return $app;
    }
}
