use v5.36;

# One worker: the stream to the emperor and what runs on it. One loop: it reads what has come, perhaps several requests,
# answers each and reads again.
package Trajan::Worker {
    use Time::HiRes ();
    use constant STATS_SECONDS => 1;

    sub new ($class, $io, $app, $settings) {
        my $self = bless {
            io => $io, settings => $settings, buffer => '', at => 0, credit => 256 * 1024, waiting => [], requests => 0,
            followed => {}, stats_at => 0,
        }, $class;
        $self->{servant} = Trajan::Servant->new($self, $app, $settings);
        return $self;
    }

    # Answers until it is retired or the emperor is gone.
    sub run ($self) {
        eval {
            my %says = (pid => $$, language => 'perl', version => sprintf('%vd', $^V), threads => 1, requests => 0);
            $self->send(Trajan::HELLO, 0, 0, join '', map { "$_ $says{$_}\n" } sort keys %says);
            $self->stats;
            until ($self->{lost} || $self->{retired} && !$self->{waiting}->@*) {
                my $request = shift $self->{waiting}->@*;
                if ($request) { $self->serve(@$request) }
                else { $self->read_more }
            }
            1;
        } or Trajan::is_gone($@) or warn $@;
    }

    # From a signal: ends when what was begun is answered.
    sub retire ($self) {
        $self->{retired} = 1;
        exit 0 unless $self->{serving};
    }

    sub serve ($self, $flags, $id, $payload) {
        $self->{serving} = 1;
        $self->{servant}->serve($flags, $id, $payload);
        $self->{requests}++;
        $self->stats if Time::HiRes::time() - $self->{stats_at} > STATS_SECONDS;
        $self->{serving} = 0;
    }

    # ---- writing ----

    sub send ($self, $type, $flags, $id, $payload) {
        $self->write(pack('VCCv', length $payload, $type, $flags, $id) . $payload);
    }

    sub write ($self, $bytes) {
        Trajan::gone() if $self->{lost};
        my ($at, $size) = (0, length $bytes);
        while ($at < $size) {
            my $written = syswrite $self->{io}, $bytes, $size - $at, $at;
            if (defined $written) { $at += $written }
            elsif (!$!{EINTR}) {
                $self->{lost} = 1;
                Trajan::gone();
            }
        }
    }

    # A text for the vassal's log: 0 is what the program wrote, 2 an error.
    sub log ($self, $level, $text) {
        eval { $self->send(Trajan::LOG, $level, 0, substr $text, 0, 60_000); 1 } or print STDERR "$text\n";
    }

    # Memory of the process; in pages: the first number of statm is all, the second what is resident.
    sub stats ($self) {
        $self->{stats_at} = Time::HiRes::time();
        open my $statm, '<', '/proc/self/statm' or return;
        my ($total, $resident) = map { $_ * 4096 } (split ' ', readline $statm)[0, 1];
        $self->send(Trajan::STATS, 0, 0, pack 'Q<3', $resident, $total, $self->{requests});
    }

    # ---- reading ----

    # Reads on until it is so; what the emperor sends meanwhile is noted.
    sub await ($self, $condition) {
        $self->read_more until $self->{lost} || $condition->();
        Trajan::gone() if $self->{lost} && !$condition->();
    }

    # Reads once and notes every whole frame.
    sub read_more ($self) {
        my $got = sysread $self->{io}, $self->{buffer}, Trajan::PORTION, length $self->{buffer};
        return if !defined $got && $!{EINTR};
        return $self->{lost} = 1 unless $got;
        my $at = 0;
        while (length($self->{buffer}) - $at >= Trajan::FRAME_BYTES) {
            my ($size, $type, $flags, $id) = unpack 'VCCv', substr $self->{buffer}, $at, Trajan::FRAME_BYTES;
            return $self->{lost} = 1 if $size > Trajan::LONGEST_FRAME;
            last if length($self->{buffer}) - $at - Trajan::FRAME_BYTES < $size;
            $self->note($type, $flags, $id, substr $self->{buffer}, $at + Trajan::FRAME_BYTES, $size);
            $at += Trajan::FRAME_BYTES + $size;
        }
        substr($self->{buffer}, 0, $at) = '';
    }

    sub note ($self, $type, $flags, $id, $payload) {
        if ($type == Trajan::REQUEST) { push $self->{waiting}->@*, [$flags, $id, $payload] }
        elsif ($type == Trajan::RETIRE) { $self->{retired} = 1 }
        elsif ($type == Trajan::HELLO_OK) { $self->settings($payload) }
        elsif ($type == Trajan::TAKE_BACK) { $self->take_back($id) }
        else {
            my $exchange = $self->{current};
            $exchange->note($type, $flags, $payload) if $exchange && $exchange->{id} == $id;
        }
    }

    # Gives a request back that was not begun; what was begun is answered as usual.
    sub take_back ($self, $id) {
        my @others = grep { $_->[1] != $id } $self->{waiting}->@*;
        return if @others == $self->{waiting}->@*;
        $self->{waiting} = \@others;
        $self->send(Trajan::GIVEN, 0, $id, '');
    }

    sub settings ($self, $payload) {
        for (split /\n/, $payload) {
            my ($word, $value) = split ' ';
            $self->{credit} = $value if $word eq 'credit';
            $0 = $self->{settings}->one('name') . " worker $value" if $word eq 'worker';
        }
    }
}
