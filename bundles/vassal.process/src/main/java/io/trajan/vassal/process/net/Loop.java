package io.trajan.vassal.process.net;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads all streams of the bundle. Whoever is called on it does not wait. Owned by
 * the component; {@link #close} ends it and every stream.
 */
@SuppressWarnings("ReferenceEquality") // Threads, workers and calls are themselves.
public final class Loop implements AutoCloseable {
  /** Room for the longest frame and what follows it. */
  private static final int BUFFER_BYTES = (1 << 20) + (256 << 10);

  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private volatile boolean stopping;

  /** A loop whose thread does not run yet. */
  public Loop(String name) throws IOException {
    this.selector = Selector.open();
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Starts its thread. */
  public void start() {
    thread.start();
  }

  /** Runs something on its thread, soon; nothing once it is closed. */
  public void execute(Runnable task) {
    if (!stopping) {
      tasks.add(task);
      if (Thread.currentThread() != thread) {
        selector.wakeup();
      }
    }
  }

  /**
   * Opens a stream to a Unix socket; does not wait.
   *
   * @param first gets the stream before anything is heard on it
   * @throws IOException when nobody listens there
   */
  public Link connect(Path socket, Link.Listener listener, Consumer<Link> first)
      throws IOException {
    SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    try {
      channel.configureBlocking(false);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    Link link = new Link(this, channel, listener);
    links.add(link);
    first.accept(link);
    execute(() -> register(link, channel));
    return link;
  }

  private void register(Link link, SocketChannel channel) {
    try {
      link.registered(channel.register(selector, SelectionKey.OP_READ, link));
    } catch (IOException e) {
      link.end(e);
    }
  }

  void forget(Link link) {
    links.remove(link);
  }

  private void run() {
    try {
      while (!stopping) {
        selector.select(key -> ((Link) key.attachment()).ready(buffer));
        runTasks();
      }
    } catch (IOException | ClosedSelectorException e) {
      LOG.error("the thread of all workers ended", e);
    } finally {
      new ArrayList<>(links).forEach(link -> link.end(null));
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) { // The others must not be lost with it.
        LOG.error("on the thread of all workers", e);
      }
    }
  }

  /** Ends the thread and every stream. */
  @Override
  public void close() {
    stopping = true;
    selector.wakeup();
    try {
      if (!thread.join(STOP)) {
        LOG.warn("{} did not end within {} s", thread.getName(), STOP.toSeconds());
      }
      selector.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("closing a selector", e);
    }
  }
}
