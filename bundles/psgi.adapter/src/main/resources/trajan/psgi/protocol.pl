# A Perl worker process: the template loads the application once and forks on command, each worker answers requests on a
# stream of its own, one after the other. The protocol is in WORKER-PROTOCOL.md of vassal.process; only Perl's own modules
# are used.
use v5.36;

package Trajan {
    use Errno ();
    use POSIX ();

    use constant {
        REQUEST => 1, BODY => 2, CREDIT => 3, ABORT => 4, RETIRE => 5, HELLO_OK => 6, TAKE_BACK => 8,
        HELLO => 65, ANSWER => 66, DATA => 67, PULL => 69, BROKEN => 70, STATS => 73, LOG => 74, INTERIM => 76, GIVEN => 77,
        LAST => 1, FAILED => 2, UNKNOWN_LENGTH => 2, INCLUDED => 8,
        FRAME_BYTES => 8, LONGEST_FRAME => (1 << 20) + 1024,
        # An answer up to this leaves as one frame.
        WHOLE_BYTES => 128 * 1024,
        # What is asked for, read and sent at a time.
        PORTION => 64 * 1024,
    };

    # Thrown where a client, or the emperor, has left; and for answers that are none.
    sub gone { die bless {}, 'Trajan::Gone' }
    sub invalid ($message) { die bless { message => $message }, 'Trajan::Invalid' }

    sub is_gone ($error) { ref $error eq 'Trajan::Gone' }

    # What an error says, on lines.
    sub message ($error) {
        return "invalid answer: $error->{message}" if ref $error eq 'Trajan::Invalid';
        my $text = eval { "$error" } // 'an error that cannot be shown';
        utf8::encode($text) if utf8::is_utf8($text);
        chomp $text;
        return length $text ? $text : 'died';
    }

    # A value for people.
    sub shown ($value) {
        return 'undef' unless defined $value;
        return 'a reference to ' . ref $value if ref $value;
        my $text = substr "$value", 0, 80;
        utf8::encode($text) if utf8::is_utf8($text);
        $text =~ s/([^\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
        return "'$text'";
    }

    # The bytes of a string; a string with wide characters has none.
    sub bytes ($text, $what) {
        invalid("$what is " . shown($text) . ', expected a string') if !defined $text || ref $text && !overload::Method($text, '""');
        $text = "$text";
        utf8::downgrade($text, 1) or invalid("$what has characters beyond a byte; encode it");
        return $text;
    }
}
