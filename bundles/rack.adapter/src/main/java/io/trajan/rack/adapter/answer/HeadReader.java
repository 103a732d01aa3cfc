package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.RackVersion;
import io.trajan.rack.adapter.ruby.Strings;
import org.jruby.RubyArray;
import org.jruby.RubyFixnum;
import org.jruby.RubyHash;
import org.jruby.RubyNumeric;
import org.jruby.RubyString;
import org.jruby.RubySymbol;
import org.jruby.runtime.Block;
import org.jruby.runtime.CallBlock;
import org.jruby.runtime.Signature;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.runtime.callsite.FunctionalCachingCallSite;
import org.jruby.util.ByteList;

/**
 * Reads status and headers of an application: a hash, or anything with {@code each}; values are
 * strings, whose lines become fields of their own, or arrays of strings. Numbers and symbols are
 * taken as their texts and nil as absent, as elsewhere; a control character is refused, since it
 * could begin another field. Thread-safe.
 */
final class HeadReader {
  private final FieldNames names;
  private final FunctionalCachingCallSite each = new FunctionalCachingCallSite("each");

  private static final RubyHash.VisitorWithState<Sink> VISITOR =
      new RubyHash.VisitorWithState<>() {
        @Override
        public void visit(
            ThreadContext context,
            RubyHash self,
            IRubyObject key,
            IRubyObject value,
            int index,
            Sink sink) {
          sink.add(key, value);
        }
      };

  HeadReader(RackVersion version) {
    this.names = new FieldNames(version);
  }

  Head read(ThreadContext context, IRubyObject status, IRubyObject headers) {
    Head head = new Head(status(status));
    Sink sink = new Sink(names, head);
    if (headers instanceof RubyHash hash) {
      hash.visitAll(context, VISITOR, sink);
    } else if (headers.respondsTo("each")) {
      each.call(context, headers, headers, pairs(context, headers, sink));
    } else {
      throw new InvalidAnswerException(
          "the headers are " + Shown.of(headers) + ", expected a Hash");
    }
    return head;
  }

  private static Block pairs(ThreadContext context, IRubyObject headers, Sink sink) {
    return CallBlock.newCallClosure(
        context,
        headers,
        Signature.OPTIONAL,
        (c, args, block) -> {
          IRubyObject first = args.length == 1 ? args[0] : null;
          if (first instanceof RubyArray<?> pair && pair.size() == 2) {
            sink.add(pair.eltOk(0), pair.eltOk(1));
          } else if (args.length == 2) {
            sink.add(args[0], args[1]);
          } else {
            throw new InvalidAnswerException("the headers' each yields no pairs of name and value");
          }
          return c.nil;
        });
  }

  private static int status(IRubyObject status) {
    int value =
        switch (status) {
          case RubyFixnum number -> Math.clamp(number.getValue(), -1, 1000);
          case RubyString text -> digits(Strings.latin1(text));
          default -> -1;
        };
    if (value < 100 || value > 999) {
      throw new InvalidAnswerException(
          "the status is " + Shown.of(status) + ", expected an Integer from 100 to 999");
    }
    return value;
  }

  private static int digits(String text) {
    return text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(text)
        : -1;
  }

  /** Takes pairs one by one. */
  private record Sink(FieldNames names, Head head) {
    void add(IRubyObject key, IRubyObject value) {
      FieldNames.Name name = names.of(key);
      switch (name.kind()) {
        case DROPPED -> {}
        case HIJACK -> head.hijack = value.isNil() ? null : value;
        case CONTENT_LENGTH -> addLength(name, value);
        case PLAIN -> addValue(name.text(), value);
      }
    }

    private void addLength(FieldNames.Name name, IRubyObject value) {
      if (value.isNil() || head.status < 200 || head.status == 204) {
        return;
      }
      String text = Strings.latin1(value.asString());
      if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(Character::isDigit)) {
        throw new InvalidAnswerException("content-length is \"" + text + "\", expected digits");
      }
      head.contentLength = Long.parseLong(text);
      head.fields.add(name.text(), text);
    }

    private void addValue(String name, IRubyObject value) {
      switch (value) {
        case RubyString text -> addLines(name, text);
        case RubyArray<?> array -> {
          for (int i = 0; i < array.size(); i++) {
            addValue(name, array.eltOk(i));
          }
        }
        case RubyNumeric number -> addLines(name, number.asString());
        case RubySymbol symbol -> addLines(name, symbol.asString());
        default -> {
          if (!value.isNil()) {
            throw new InvalidAnswerException(
                "header " + name + " is " + Shown.of(value) + ", expected a String");
          }
        }
      }
    }

    private void addLines(String name, RubyString text) {
      ByteList bytes = text.getByteList();
      boolean several = false;
      for (int i = 0; i < bytes.realSize(); i++) {
        int b = bytes.get(i) & 0xFF;
        if (b == '\n') {
          several = true;
        } else if ((b < ' ' && b != '\t') || b == 0x7F) {
          throw new InvalidAnswerException(
              "header " + name + " holds the control character " + b + " at " + i);
        }
      }
      String line = Strings.latin1(text);
      if (!several) {
        head.fields.add(name, line);
        return;
      }
      line.lines().filter(l -> !l.isEmpty()).forEach(l -> head.fields.add(name, l));
    }
  }
}
