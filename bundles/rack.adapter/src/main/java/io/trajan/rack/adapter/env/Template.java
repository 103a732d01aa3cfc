package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyHash;
import org.jruby.runtime.builtin.IRubyObject;

/**
 * What every environment of a vassal has.
 *
 * @param multithread whether requests run at the same time
 * @param errors {@code rack.errors}
 */
public record Template(boolean multithread, IRubyObject errors) {
  /** Enough for a browser's request without growing; a prime, as the table takes remainders. */
  private static final int BUCKETS = 61;

  RubyHash make(Ruby ruby, RackVersion version, Keys keys, IRubyObject emptyInput) {
    RubyHash hash = RubyHash.newHash(ruby, BUCKETS);
    put(hash, "GATEWAY_INTERFACE", Strings.frozen(ruby, "CGI/1.2"));
    put(hash, "SERVER_SOFTWARE", Strings.frozen(ruby, "Trajan"));
    put(
        hash,
        "rack.version",
        RubyArray.newArray(ruby, ruby.newFixnum(version.major()), ruby.newFixnum(version.minor())));
    put(hash, "rack.multithread", ruby.newBoolean(multithread));
    put(hash, "rack.multiprocess", ruby.getFalse());
    put(hash, "rack.run_once", ruby.getFalse());
    put(hash, "rack.errors", errors);
    hash.fastASet(keys.input, emptyInput);
    hash.fastASet(keys.canHijack, ruby.getTrue());
    return hash;
  }

  private static void put(RubyHash hash, String key, IRubyObject value) {
    hash.fastASet(Strings.frozen(hash.getRuntime(), key), value);
  }
}
