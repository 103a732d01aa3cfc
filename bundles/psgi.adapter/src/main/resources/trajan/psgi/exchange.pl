use v5.36;

# One request on its way through the application.
package Trajan::Exchange {
    sub new ($class, $worker, $id) {
        return bless { worker => $worker, id => $id, credit => $worker->{credit}, inbox => [] }, $class;
    }

    # ---- what the emperor sends for it ----

    sub note ($self, $type, $flags, $payload) {
        if ($type == Trajan::BODY) {
            push $self->{inbox}->@*, $payload if length $payload;
            $self->{body_ended} = 1 if $flags & Trajan::LAST;
            $self->{body_failed} = 1 if $flags & Trajan::FAILED;
        }
        elsif ($type == Trajan::CREDIT) { $self->{credit} += unpack 'V', $payload }
        elsif ($type == Trajan::ABORT) { $self->{gone} = 1 }
    }

    # The next piece of the body, waiting for it; undef at the end, or with $! when there will be none.
    sub pull ($self) {
        my $inbox = $self->{inbox};
        return shift @$inbox if @$inbox;
        if (!$self->{body_ended}) {
            $self->{worker}->send(Trajan::PULL, 0, $self->{id}, pack 'V', Trajan::PORTION);
            $self->{worker}->await(sub { @$inbox || $self->{body_ended} || $self->{gone} });
            return shift @$inbox if @$inbox;
        }
        $! = $self->{body_failed} || !$self->{body_ended} ? Errno::ECONNRESET : 0;
        return undef;
    }

    # ---- the answer ----

    # All of it, in one write if it is not too long.
    sub whole ($self, $status, $fields, $bytes) {
        if (length $bytes > Trajan::WHOLE_BYTES) {
            my $told = $fields =~ /(?:\A|\0)content-length\0/i;
            $fields .= (length $fields ? "\0" : '') . "content-length\0" . length $bytes unless $told;
            $self->start($status, $fields);
            $self->emit($bytes);
            return $self->finish;
        }
        $self->{begun} = $self->{ended} = 1;
        $self->{worker}->write(pack('VCCvvv', 4 + length($fields) + length($bytes), Trajan::ANSWER, Trajan::LAST,
            $self->{id}, $status, length $fields) . $fields . $bytes);
    }

    # The head; it leaves with the first chunk, or with flush.
    sub start ($self, $status, $fields) {
        $self->{begun} = 1;
        $self->{head} = pack('vv', $status, length $fields) . $fields;
    }

    # A chunk of the answer, sent at once as far as there is credit.
    sub emit ($self, $chunk) {
        my ($at, $size) = (0, length $chunk);
        while ($at < $size && !$self->{ended}) {
            my $part = $size - $at < Trajan::PORTION ? $size - $at : Trajan::PORTION;
            $self->reserve($part);
            $self->push_out($part == $size ? $chunk : substr $chunk, $at, $part);
            $at += $part;
        }
    }

    sub flush ($self) { $self->push_out('') if defined $self->{head} }

    sub push_out ($self, $bytes) {
        my $head = delete $self->{head};
        return $self->{worker}->send(Trajan::DATA, 0, $self->{id}, $bytes) unless defined $head;
        $self->{worker}->send(Trajan::ANSWER, 0, $self->{id}, $head . $bytes);
    }

    sub reserve ($self, $size) {
        if ($self->{credit} < $size) {
            $self->flush;
            $self->{worker}->await(sub { $self->{credit} >= $size || $self->{gone} });
        }
        Trajan::gone() if $self->{gone};
        $self->{credit} -= $size;
    }

    sub finish ($self) {
        return if $self->{ended};
        $self->{ended} = 1;
        my $head = delete $self->{head};
        return $self->{worker}->send(Trajan::DATA, Trajan::LAST, $self->{id}, '') unless defined $head;
        $self->{worker}->send(Trajan::ANSWER, Trajan::LAST, $self->{id}, $head);
    }

    # Breaks off an answer that was begun.
    sub break_off ($self, $reason) {
        return if $self->{ended};
        $self->flush;
        $self->{ended} = 1;
        $self->{worker}->send(Trajan::BROKEN, 0, $self->{id}, $reason);
    }
}
