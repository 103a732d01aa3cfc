use v5.36;

# What a streaming response writes to.
package Trajan::Writer {
    sub new ($class, $exchange, $quiet) { bless { exchange => $exchange, quiet => $quiet }, $class }

    sub write ($self, $chunk) {
        Trajan::invalid('write after close') if $self->{exchange}{ended};
        my $bytes = Trajan::bytes($chunk, 'a chunk of the body');
        $self->{exchange}->emit($bytes) unless $self->{quiet} || !length $bytes;
        return length $bytes;
    }

    sub close ($self) { $self->{exchange}->finish; 1 }
    sub poll_cb ($self, $callback) { }
}

# Calls the application with a request and sends what it returns: https://metacpan.org/pod/PSGI, "The Response". Whatever a
# program throws ends here: it is logged and becomes a 500, or breaks the answer off when it has begun.
package Trajan::Servant {
    use Scalar::Util ();

    sub new ($class, $worker, $app, $settings) {
        my %template = (
            'GATEWAY_INTERFACE' => 'CGI/1.1',
            'SERVER_SOFTWARE' => 'Trajan',
            'psgi.version' => [1, 1],
            'psgi.url_scheme' => 'http',
            'psgi.errors' => Trajan::Errors->make($worker),
            'psgi.multithread' => !!0,
            'psgi.multiprocess' => $settings->one('processes', 1) > 1,
            'psgi.run_once' => !!0,
            'psgi.nonblocking' => !!0,
            'psgi.streaming' => !!1,
            'psgix.input.buffered' => !!1,
            'psgix.cleanup' => !!1,
        );
        return bless { worker => $worker, app => $app, template => \%template }, $class;
    }

    sub serve ($self, $flags, $id, $payload) {
        my $exchange = $self->{worker}{current} = Trajan::Exchange->new($self->{worker}, $id);
        my $env;
        eval {
            $env = $self->environment($exchange, $flags, $payload);
            $self->answer($exchange, $env, scalar $self->{app}->($env));
            1;
        } or $self->fail_with($exchange, $env, $@);
        delete $self->{worker}{current};
        $self->clean_up($env) if $env && ref $env->{'psgix.cleanup.handlers'} eq 'ARRAY';
    }

    # ---- the environment ----

    sub environment ($self, $exchange, $flags, $payload) {
        my $body = '';
        if ($flags & Trajan::INCLUDED) {
            my $size = unpack 'V', $payload;
            $body = substr $payload, 4 + $size;
            $payload = substr $payload, 4, $size;
        }
        my %env = ($self->{template}->%*, split /\0/, $payload, -1);
        delete $env{HTTP_VERSION}; # It is the protocol's, not a field of the request.
        $env{'psgi.url_scheme'} = 'https' if exists $env{HTTPS};
        for ($env{PATH_INFO}, $env{SCRIPT_NAME}) {
            s/%([0-9A-Fa-f]{2})/chr hex $1/ge if index($_, '%') >= 0;
        }
        $env{PATH_INFO} = $env{SCRIPT_NAME} eq '' && $env{REQUEST_METHOD} ne 'OPTIONS' ? '/' : ''
            if $env{PATH_INFO} !~ m{\A/}; # "*" of OPTIONS, the authority of CONNECT.
        $env{PATH_INFO} = '/' if $env{PATH_INFO} eq '' && $env{SCRIPT_NAME} eq '';
        $env{'psgi.input'} = input($exchange, $flags, \$body);
        $env{'psgix.cleanup.handlers'} = [];
        $env{'psgix.informational'} = sub ($status, $headers) { $self->inform($exchange, $status, $headers) };
        return \%env;
    }

    sub input ($exchange, $flags, $body) {
        return Trajan::Input->make($exchange) if $flags & (Trajan::LAST | Trajan::UNKNOWN_LENGTH);
        open my $handle, '<:raw', $body or die "psgi.input: $!";
        return $handle;
    }

    sub inform ($self, $exchange, $status, $headers) {
        return if $exchange->{begun} || $status !~ /\A1[0-9][0-9]\z/ || $status == 101;
        my $fields = Trajan::Head::fields($headers);
        $self->{worker}->send(Trajan::INTERIM, 0, $exchange->{id}, pack('vv', $status, length $fields) . $fields);
    }

    # ---- the answer ----

    sub answer ($self, $exchange, $env, $result) {
        return $self->respond($exchange, $env, $result) if ref $result eq 'ARRAY' && @$result == 3;
        Trajan::invalid('the application returned ' . Trajan::shown($result) . ', expected a reference to an array of status,'
            . ' headers and body, or to code') unless ref $result eq 'CODE' || Scalar::Util::blessed($result) && overload::Method($result, '&{}');
        $result->(sub ($response) { $self->respond($exchange, $env, $response) });
        Trajan::invalid('the application did not answer: it returned without calling the responder') unless $exchange->{begun};
        $exchange->finish;
    }

    # A triple; or a pair, which is answered by a writer.
    sub respond ($self, $exchange, $env, $response) {
        Trajan::invalid('the response is ' . Trajan::shown($response) . ', expected a reference to an array of 2 or 3')
            unless ref $response eq 'ARRAY' && (@$response == 2 || @$response == 3);
        Trajan::invalid('a second response') if $exchange->{begun};
        my ($status, $headers, $body) = @$response;
        my $code = Trajan::Head::status($status);
        my $fields = Trajan::Head::fields($headers);
        my $quiet = $code == 204 || $code == 304 || $env->{REQUEST_METHOD} eq 'HEAD';
        if (@$response == 2) {
            $exchange->start($code, $fields);
            $exchange->flush;
            return Trajan::Writer->new($exchange, $quiet);
        }
        if (ref $body eq 'ARRAY') {
            my $bytes = $quiet ? '' : Trajan::bytes(@$body == 1 ? $body->[0] : join('', map { $_ // '' } @$body), 'the body');
            return $exchange->whole($code, $fields, $bytes);
        }
        send_handle($exchange, $code, $fields, $headers, $body, $quiet);
        return;
    }

    # A file handle, or an object with getline and close, which is called whatever happens.
    sub send_handle ($exchange, $code, $fields, $headers, $body, $quiet) {
        my $glob = ref $body eq 'GLOB' || ref \$body eq 'GLOB';
        Trajan::invalid('the body is ' . Trajan::shown($body) . ', expected a reference to an array, or something with getline')
            unless $glob || Scalar::Util::blessed($body) && $body->can('getline');
        my $sent = eval {
            if ($quiet) { $exchange->whole($code, $fields, '') }
            else { send_lines($exchange, $code, $fields, Trajan::Head::value($headers, 'content-length'), $body) }
            1;
        };
        my $error = $@;
        my $closed = eval { $body->close if $glob || $body->can('close'); 1 };
        die $error unless $sent;
        $exchange->{worker}->log(2, 'closing a response body: ' . Trajan::message($@)) unless $closed;
    }

    # Pieces as they come; one piece that is all leaves with the head.
    sub send_lines ($exchange, $code, $fields, $length, $body) {
        local $/ = \(Trajan::PORTION);
        while (defined(my $line = $body->getline)) {
            my $bytes = Trajan::bytes($line, 'a chunk of the body');
            next unless length $bytes;
            if (!$exchange->{begun}) {
                return $exchange->whole($code, $fields, $bytes) if defined $length && $length eq length $bytes;
                $exchange->start($code, $fields);
            }
            $exchange->emit($bytes);
        }
        return $exchange->{begun} ? $exchange->finish : $exchange->whole($code, $fields, '');
    }

    # ---- when it is over ----

    sub fail_with ($self, $exchange, $env, $error) {
        my $worker = $self->{worker};
        eval {
            unless (Trajan::is_gone($error)) {
                my $line = $env ? "$env->{REQUEST_METHOD} " . ($env->{REQUEST_URI} =~ s/\?.*//sr) : 'a request';
                $line = substr $line, 0, 500;
                $line =~ s/([^\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
                $worker->log(2, "$line: " . Trajan::message($error));
            }
            if ($exchange->{begun}) { $exchange->break_off(Trajan::is_gone($error) ? 'the client has left' : 'an exception') }
            elsif (!Trajan::is_gone($error)) {
                $exchange->whole(500, "content-type\0text/plain; charset=utf-8", "Internal Server Error\n");
            }
            1;
        } or Trajan::is_gone($@) or warn $@;
    }

    sub clean_up ($self, $env) {
        for my $handler ($env->{'psgix.cleanup.handlers'}->@*) {
            eval { $handler->($env); 1 } or $self->{worker}->log(2, 'a cleanup handler: ' . Trajan::message($@));
        }
    }
}
