package io.trajan.itests.chaos;

import io.trajan.itests.HttpSession;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask without a pause until they are told to stop, and check every byte of every
 * answer: short requests, uploads and streams, each on kept-alive connections. Every request has an
 * identity of its own.
 */
final class Load implements AutoCloseable {
  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicLong next = new AtomicLong();
  private final byte[] upload = new byte[200_000];
  private final String digest;
  private volatile boolean stop;

  Load(int port, long seed) {
    this.port = port;
    new Random(seed).nextBytes(upload);
    this.digest = sha256(upload);
  }

  /** Starts so many clients of each kind. */
  Load start(int echoes, int uploads, int streams) {
    clients("echo", echoes, this::echo);
    clients("upload", uploads, this::upload);
    clients("stream", streams, this::stream);
    return this;
  }

  /** What went wrong so far, in words. */
  List<String> troubles() {
    return List.copyOf(troubles);
  }

  /** The identities of the requests that were answered whole and rightly. */
  Set<String> answered() {
    return answered;
  }

  /** Lets every client finish its request and ends them. */
  @Override
  public void close() throws InterruptedException {
    stop = true;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(70));
      if (thread.isAlive()) {
        troubles.add(thread.getName() + " hangs");
        thread.interrupt();
      }
    }
  }

  private interface Exchange {
    void once(HttpSession session, String id) throws IOException;
  }

  private void clients(String kind, int count, Exchange exchange) {
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(() -> ask(kind, exchange), kind + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  private void ask(String kind, Exchange exchange) {
    try (HttpSession session = new HttpSession(port)) {
      while (!stop && troubles.size() < 50) {
        String id = kind + next.incrementAndGet();
        try {
          exchange.once(session, id);
          answered.add(id);
        } catch (IOException | RuntimeException e) {
          troubles.add(id + ": " + e);
          session.close();
        }
      }
    } catch (IOException e) {
      troubles.add(kind + ": " + e);
    }
  }

  private void echo(HttpSession session, String id) throws IOException {
    expect("echo " + id + "\n", session.get("/echo?id=" + id));
  }

  private void upload(HttpSession session, String id) throws IOException {
    expect(
        "upload " + id + " " + upload.length + " " + digest + "\n",
        session.post("/upload?id=" + id, upload));
  }

  private void stream(HttpSession session, String id) throws IOException {
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      expected.append(id).append(':').append(i).append('\n');
    }
    expect(expected.toString(), session.get("/stream?id=" + id));
  }

  private static void expect(String body, HttpSession.Answer answer) throws IOException {
    if (answer.status() != 200 || !answer.text().equals(body)) {
      throw new IOException(
          "answered " + answer.status() + " " + answer.fields() + " " + answer.text());
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
