use v5.36;

# The fields of an answer as they are sent: name NUL value NUL name NUL value.
package Trajan::Head {
    use constant MOST_NAMES => 512;
    my %names; # Known to be sound; what is dropped is empty.

    sub status ($status) {
        return 0 + $status if defined $status && $status =~ /\A[2-9][0-9][0-9]\z/;
        Trajan::invalid('the status is ' . Trajan::shown($status) . ', expected a number from 200 to 999');
    }

    sub fields ($headers) {
        Trajan::invalid('the headers are ' . Trajan::shown($headers) . ', expected a reference to an array')
            unless ref $headers eq 'ARRAY';
        Trajan::invalid('the headers have an odd number of elements') if @$headers % 2;
        my $dropped = 0;
        for (my $i = 0; $i < @$headers; $i += 2) {
            my $known = $names{$headers->[$i] // ''} // name($headers->[$i]);
            $dropped = 1 unless $known;
            Trajan::invalid("header $headers->[$i] is undef, expected a string") unless defined $headers->[$i + 1];
        }
        my $wire = join "\0", $dropped ? kept($headers) : @$headers;
        utf8::downgrade($wire, 1) or Trajan::invalid('a header has characters beyond a byte; encode it');
        check($wire, $headers, $dropped);
        return $wire;
    }

    # Zeros are between names and values only, and no other control characters anywhere (RFC 9110 section 5.5).
    sub check ($wire, $headers, $dropped) {
        my $zeros = $dropped ? undef : $#$headers;
        if ($wire =~ /[\x01-\x08\x0a-\x1f\x7f]/ || defined $zeros && @$headers && ($wire =~ tr/\0//) != $zeros) {
            my ($bad) = grep { $headers->[2 * $_ + 1] =~ /[\x00-\x08\x0a-\x1f\x7f]/ } 0 .. $#$headers / 2;
            Trajan::invalid("header $headers->[2 * $bad] holds a control character");
        }
        Trajan::invalid('the headers have ' . length($wire) . ' bytes, expected at most 65535') if length $wire > 65535;
    }

    sub kept ($headers) {
        my @kept;
        for (my $i = 0; $i < @$headers; $i += 2) {
            next if lc $headers->[$i] eq 'status';
            Trajan::invalid("header $headers->[$i] holds a control character") if $headers->[$i + 1] =~ /\0/;
            push @kept, $headers->@[$i, $i + 1];
        }
        return @kept;
    }

    sub name ($name) {
        Trajan::invalid("a header's name is " . Trajan::shown($name) . ', expected a token')
            unless defined $name && $name =~ /\A[!#\$%&'*+\-.^_`|~0-9A-Za-z]+\z/;
        my $known = lc $name eq 'status' ? '' : 1;
        $names{$name} = $known if keys %names < MOST_NAMES;
        return $known;
    }

    sub value ($headers, $name) {
        for (my $i = 0; $i < @$headers; $i += 2) {
            return $headers->[$i + 1] if lc $headers->[$i] eq $name;
        }
        return undef;
    }
}
