use v5.36;

# psgi.input of a body that is still coming: pulled as it is read, and kept, so that it can be read again. A tied handle,
# so that both read($handle, ...) and $handle->read(...) work, and everything else that IO::Handle has.
package Trajan::Input {
    use IO::File ();
    use Symbol ();
    use constant MEMORY_BYTES => 128 * 1024;

    sub make ($class, $exchange) {
        my $handle = Symbol::gensym();
        tie *$handle, $class, $exchange;
        return bless $handle, 'IO::File';
    }

    sub TIEHANDLE ($class, $exchange) { bless { exchange => $exchange, memory => '', kept => 0, at => 0 }, $class }

    sub READ {
        my ($self, undef, $length, $offset) = @_;
        $offset //= 0;
        $_[1] //= '';
        $offset += length $_[1] if $offset < 0;
        my $failed = !$self->have($self->{at} + $length);
        my $bytes = $self->kept($length);
        return undef if $failed && !length $bytes && $length;
        $_[1] .= "\0" x ($offset - length $_[1]) if length $_[1] < $offset;
        substr($_[1], $offset) = $bytes;
        return length $bytes;
    }

    sub READLINE ($self) {
        return $self->line unless wantarray;
        my @lines;
        while (defined(my $line = $self->line)) { push @lines, $line }
        return @lines;
    }

    # Up to $/, as readline does for undef, a size, paragraphs and separators.
    sub line ($self) {
        return $self->rest if !defined $/;
        my $size = ref $/ ? ${$/} : undef;
        if (defined $size) {
            $self->have($self->{at} + $size);
            my $record = $self->kept($size);
            return length $record ? $record : undef;
        }
        return $self->upto(length $/ ? $/ : "\n\n");
    }

    sub upto ($self, $end) {
        my ($line, $start, $portion) = ('', $self->{at}, 1024);
        while ($self->have($self->{at} + 1) && length(my $piece = $self->kept($portion))) {
            my $from = length($line) - length $end;
            $line .= $piece;
            my $found = index $line, $end, $from > 0 ? $from : 0;
            $portion = Trajan::PORTION;
            next if $found < 0;
            $line = substr $line, 0, $found + length $end;
            $self->{at} = $start + length $line;
            last;
        }
        return length $line ? $line : undef;
    }

    sub rest ($self) {
        $self->have(9e15);
        my $all = '';
        while (length(my $piece = $self->kept(1 << 20))) { $all .= $piece }
        return length $all ? $all : undef;
    }

    sub GETC ($self) {
        $self->have($self->{at} + 1);
        my $byte = $self->kept(1);
        return length $byte ? $byte : undef;
    }

    sub EOF ($self, @) { $self->{at} >= $self->{kept} && !($self->have($self->{at} + 1) && $self->{at} < $self->{kept}) }
    sub TELL ($self) { $self->{at} }
    sub BINMODE ($self, @) { 1 }
    sub FILENO ($self) { undef }
    sub CLOSE ($self) { 1 }

    sub SEEK ($self, $to, $whence) {
        $self->have(9e15) if $whence == 2;
        $to += $whence == 1 ? $self->{at} : $whence == 2 ? $self->{kept} : 0;
        return 0 if $to < 0;
        $self->have($to);
        $self->{at} = $to;
        return 1;
    }

    # Pulls until so many bytes are kept or the body ends; false when it was broken off before.
    sub have ($self, $bytes) {
        while ($self->{kept} < $bytes && !$self->{ended}) {
            my $piece = $self->{exchange}->pull;
            if (defined $piece) { $self->keep($piece) }
            elsif ($!) { return 0 }
            else { $self->{ended} = 1 }
        }
        return 1;
    }

    sub keep ($self, $piece) {
        local ($,, $\); # The program may have set them.
        if (!$self->{file} && $self->{kept} + length $piece > MEMORY_BYTES) {
            open $self->{file}, '+>:raw', undef or die "a temporary file for a request's body: $!";
            print { $self->{file} } delete $self->{memory};
        }
        if ($self->{file}) {
            seek $self->{file}, 0, 2;
            print { $self->{file} } $piece or die "a temporary file for a request's body: $!";
        }
        else { $self->{memory} .= $piece }
        $self->{kept} += length $piece;
    }

    # So many bytes of what is kept, and moves past them.
    sub kept ($self, $length) {
        return '' if $self->{at} >= $self->{kept};
        my $bytes = '';
        if ($self->{file}) {
            seek $self->{file}, $self->{at}, 0;
            read $self->{file}, $bytes, $length;
        }
        else { $bytes = substr $self->{memory}, $self->{at}, $length }
        $self->{at} += length $bytes;
        return $bytes;
    }
}

# psgi.errors: lines of the vassal's log.
package Trajan::Errors {
    sub make ($class, $worker) {
        my $handle = Symbol::gensym();
        tie *$handle, $class, $worker;
        return bless $handle, 'IO::File';
    }

    sub TIEHANDLE ($class, $worker) { bless { worker => $worker, line => '' }, $class }

    sub PRINT ($self, @texts) {
        my $text = join($, // '', map { $_ // '' } @texts) . ($\ // '');
        utf8::encode($text) if utf8::is_utf8($text);
        $self->{line} .= $text;
        my $at = rindex $self->{line}, "\n";
        $at = length($self->{line}) - 1 if $at < 0 && length $self->{line} > 8192;
        $self->{worker}->log(0, substr $self->{line}, 0, $at + 1, '') if $at >= 0;
        return 1;
    }

    sub PRINTF ($self, $format, @values) { local ($,, $\); $self->PRINT(sprintf $format, @values) }
    sub WRITE ($self, $text, $length = length $text, $offset = 0) { local ($,, $\); $self->PRINT(substr $text, $offset, $length); $length }
    sub BINMODE ($self, @) { 1 }
    sub FILENO ($self) { 2 }
    sub CLOSE ($self) { 1 }
    sub EOF ($self, @) { 1 }
}
