package io.trajan.itests.linux.stages;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Descriptors that were received one a byte from a unix socket (SCM_RIGHTS), of which Java knows
 * nothing.
 */
final class Descriptors implements AutoCloseable {
  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle CONNECT = call("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVMSG = call("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle ACCEPT = call("accept", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private final List<Integer> fds = new ArrayList<>();

  @SuppressWarnings("restricted")
  private static MethodHandle call(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment symbol = linker.defaultLookup().find(name).orElseThrow();
    return linker.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static int invoke(MethodHandle handle, Object... arguments) {
    try {
      return (int) handle.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /** Connects and reads until the other side closes. */
  static Descriptors from(Path path) {
    Descriptors received = new Descriptors();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(110);
      address.set(JAVA_SHORT, 0, (short) 1);
      address.setString(2, path.toString());
      int socket = invoke(SOCKET, 1, 1, 0);
      if (invoke(CONNECT, socket, address, 110) == 0) {
        while (received.one(arena, socket)) {}
      }
      invoke(CLOSE, socket);
    }
    return received;
  }

  /**
   * msghdr: name 0, iovec 16 and its count 24, control 32 and its size 40; a control message has
   * its data at 16.
   */
  private boolean one(Arena arena, int socket) {
    MemorySegment part = arena.allocate(16, 8);
    part.set(ADDRESS, 0, arena.allocate(1));
    part.set(JAVA_LONG, 8, 1);
    MemorySegment control = arena.allocate(24, 8);
    MemorySegment message = arena.allocate(56, 8);
    message.set(ADDRESS, 16, part);
    message.set(JAVA_LONG, 24, 1);
    message.set(ADDRESS, 32, control);
    message.set(JAVA_LONG, 40, control.byteSize());
    if (invoke(RECVMSG, socket, message, 0) <= 0) {
      return false;
    }
    fds.add(control.get(JAVA_INT, 16));
    return true;
  }

  int count() {
    return fds.size();
  }

  /** Whether a connection can be accepted from it; there must be one. */
  boolean accepts(int index) {
    int connection = invoke(ACCEPT, fds.get(index), MemorySegment.NULL, MemorySegment.NULL);
    return connection >= 0 && invoke(CLOSE, connection) == 0;
  }

  /** Its inode, by which /proc/PID/net/tcp names it. */
  String inode(int index) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", fds.get(index).toString()))
          .toString()
          .replaceAll("\\D", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    fds.forEach(fd -> invoke(CLOSE, fd));
    fds.clear();
  }
}
