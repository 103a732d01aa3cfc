package io.trajan.shell.server;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.FrameEncoder;
import io.trajan.shell.server.session.FrameChannel;
import io.trajan.shell.server.session.Session;
import io.trajan.shell.server.session.ShellServices;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts clients, refuses whom it must, and knows the open sessions. Its one thread is {@code
 * shell-accept}.
 */
final class Reception implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
  private static final Duration ANY_TIME = Duration.ofDays(365);
  private static final int REFUSED = 1;
  private static final long JOIN_MILLIS = 1000;

  private volatile ControlSocket socket;
  private volatile boolean closed;
  private final PeerCheck peers;
  private final ShellServices services;
  private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicLong refused = new AtomicLong();
  private final Thread thread;
  private volatile int most;
  private int count; // the thread's

  Reception(ControlSocket socket, ShellServices services, int most) throws IOException {
    this.socket = socket;
    this.peers = new PeerCheck(socket.path());
    this.services = services;
    this.most = most;
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("shell-accept")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::accept);
    thread.setContextClassLoader(null);
  }

  void open() {
    thread.start();
  }

  void limit(int sessions) {
    most = sessions;
  }

  List<Session.Info> sessions() {
    return sessions.values().stream()
        .map(Session::info)
        .sorted(Comparator.comparingInt(Session.Info::session))
        .toList();
  }

  /** Connections that were turned away. */
  long refused() {
    return refused.get();
  }

  private void accept() {
    while (!closed) {
      try {
        receive(socket.channel().accept());
      } catch (ClosedChannelException e) {
        LOG.debug("the control socket was replaced or closed", e);
      } catch (IOException e) {
        LOG.warn("a client of the shell could not be received: {}", e.toString());
        if (!pause()) {
          return;
        }
      }
    }
  }

  /** Not at full speed when, say, descriptors have run out. */
  private static boolean pause() {
    try {
      Thread.sleep(JOIN_MILLIS / 10);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void receive(SocketChannel client) throws IOException {
    try {
      String user = peers.admit(client);
      if (user == null) {
        refuse(client, "only root and the emperor's own user may use the shell");
      } else if (sessions.size() >= most) {
        refuse(
            client,
            sessions.size()
                + " sessions are open already (sessions.max of "
                + ShellServer.PID
                + ")");
      } else {
        begin(client, user);
      }
    } catch (IOException | RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private void begin(SocketChannel client, String user) throws IOException {
    Duration idle = services.idle();
    FrameChannel channel = new FrameChannel(client, idle.isZero() ? ANY_TIME : idle);
    Session session =
        new Session(++count, user, channel, services, s -> sessions.remove(s.number()));
    sessions.put(count, session);
    session.start();
  }

  /** One small frame fits into an empty socket buffer, so this does not block. */
  private void refuse(SocketChannel client, String why) {
    refused.incrementAndGet();
    LOG.info("a client of the shell was refused: {}", why);
    try (client) {
      client.configureBlocking(false);
      client.write(FrameEncoder.encode(new Frame.Exit(REFUSED, false, why)));
    } catch (IOException e) {
      LOG.debug("and did not wait to hear it: {}", e.toString());
    }
  }

  /** Ends all sessions; {@code again} tells their people that a new one can be had at once. */
  void close(String why, boolean again) {
    closeSocket();
    boolean goesOn = false;
    for (Session session : sessions.values()) {
      goesOn |= session.end(why, again);
    }
    if (goesOn) {
      OwnClasses.loadAll();
    }
  }

  @Override
  public void close() {
    close("the shell was stopped", false);
  }

  /** Listens again under the same name after the file was removed; sessions go on. */
  synchronized void renew() {
    if (closed) {
      return;
    }
    ControlSocket last = socket;
    try {
      socket = ControlSocket.listen(last.path());
      last.close();
      LOG.warn("{} was removed by somebody; it is there again", socket.path());
    } catch (IOException e) {
      LOG.warn(
          "{} was removed by somebody and cannot be made again: {}", last.path(), e.toString());
    }
  }

  private synchronized void closeSocket() {
    closed = true;
    try {
      socket.close();
      thread.join(JOIN_MILLIS);
    } catch (IOException e) {
      LOG.warn("the control socket was not closed in order: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
