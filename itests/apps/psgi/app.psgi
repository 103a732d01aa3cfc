# What a PSGI application may do, for the tests.
use strict;
use warnings;

my %pages = (
    '/' => sub { [200, ['Content-Type' => 'text/plain'], ["hello from perl\n"]] },
    '/pid' => sub { [200, [], [$$]] },
    '/path and more' => sub { [200, [], [$_[0]{REQUEST_URI}]] },
    '/flags' => sub { [200, [], [$_[0]{'psgi.multiprocess'} && !$_[0]{'psgi.multithread'} ? 'processes' : 'other']] },
    '/echo' => sub {
        my ($all, $piece, $input) = ('', '', $_[0]{'psgi.input'});
        while ($input->read($piece, 10_000)) { $all .= $piece }
        return [200, ['Content-Type' => 'application/octet-stream'], [$all]];
    },
    '/stream' => sub {
        return sub {
            my $writer = $_[0]->([200, ['Content-Type' => 'text/plain']]);
            $writer->write("line $_\n") for 0 .. 2;
            $writer->close;
        };
    },
    '/big' => sub { [200, [], ['0123456789abcdef' x 65_536]] },
    '/broken' => sub { die "an error on purpose\n" },
);

sub { ($pages{$_[0]{PATH_INFO}} || sub { [404, [], ["nothing\n"]] })->(@_) };
