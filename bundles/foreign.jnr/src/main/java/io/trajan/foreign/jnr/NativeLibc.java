package io.trajan.foreign.jnr;

import io.trajan.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * Loads the C library when first used (tenths of a second: jffi's native part is unpacked and the
 * calls are generated) and says what went wrong in a call. Thread-safe; the error belongs to the
 * calling thread.
 */
final class NativeLibc {
  private static final class Loaded {
    private static final Libc LIBC = LibraryLoader.create(Libc.class).failImmediately().load("c");
    private static final Runtime RUNTIME = Runtime.getRuntime(LIBC);
  }

  private NativeLibc() {}

  static Libc libc() {
    return Loaded.LIBC;
  }

  /** The error of this thread's last call. */
  static Errno errno() {
    return Errno.of(LastError.getLastError(Loaded.RUNTIME));
  }

  /** The failure of the call that this thread has just made. */
  static ForeignException failure(String operation) {
    return failure(operation, errno());
  }

  static ForeignException failure(String operation, Errno error) {
    return new ForeignException(operation, error.name(), error.meaning());
  }

  /** A path as C has it. */
  static byte[] text(Path path) {
    return zeroTerminated(path.toString().getBytes(StandardCharsets.UTF_8));
  }

  static byte[] zeroTerminated(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 1);
  }
}
