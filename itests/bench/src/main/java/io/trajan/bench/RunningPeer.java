package io.trajan.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A peer that runs. Its processes end with {@link #close}, politely first. */
final class RunningPeer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);

  private final Peer peer;
  private final List<Process> processes = new ArrayList<>();
  private final Duration startUp;

  /** Starts it and waits until it answers. */
  RunningPeer(Peer peer, Path scratch) throws IOException {
    this.peer = peer;
    Path directory = Files.createDirectories(scratch.resolve(peer.name()));
    for (Map.Entry<String, String> file : peer.files().entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, file.getValue());
    }
    long began = System.nanoTime();
    processes.add(start(peer.command(), directory));
    if (!peer.front().isEmpty()) {
      processes.add(start(peer.front(), directory));
    }
    awaitAnswer(began, directory);
    startUp = Duration.ofNanos(System.nanoTime() - began);
  }

  Peer peer() {
    return peer;
  }

  /** From the start of the process to its first answer. */
  Duration startUp() {
    return startUp;
  }

  /** Memory of all its processes, shared pages counted once (PSS), in MiB. */
  long memoryMiB() {
    return all().mapToLong(handle -> pssKiB(handle.pid())).sum() / 1024;
  }

  /** CPU time of all its processes so far. */
  Duration cpu() {
    return all()
        .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Stream<ProcessHandle> all() {
    return processes.stream().flatMap(p -> Stream.concat(Stream.of(p.toHandle()), p.descendants()));
  }

  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      try {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      children.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static Process start(List<String> command, Path directory) throws IOException {
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("output.log").toFile()))
        .start();
  }

  private void awaitAnswer(long began, Path directory) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + peer.port() + Row.HELLO.path());
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() - began < START.toNanos() && processes.getFirst().isAlive()) {
        if (answers(client, request)) {
          return;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
    close();
    throw new IOException(
        peer.name()
            + " did not answer; its output:\n"
            + Files.readString(directory.resolve("output.log")));
  }

  private static boolean answers(HttpClient client, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  private static long pssKiB(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
