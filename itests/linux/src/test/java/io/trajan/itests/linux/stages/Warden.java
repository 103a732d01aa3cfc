package io.trajan.itests.linux.stages;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A running warden and the first connection to it. Closing it stops it and waits for its end. */
final class Warden implements AutoCloseable {
  private final Process process;
  private final Plan plan;
  private final @Nullable Control control;
  private final List<Frame> seen = new ArrayList<>();

  private Warden(Process process, Plan plan, @Nullable Control control) {
    this.process = process;
    this.plan = plan;
    this.control = control;
  }

  static Warden start(Ground ground, Plan plan) throws IOException {
    Process process = ground.process(Ground.PROGRAM.toString(), "warden").start();
    try (var input = process.getOutputStream()) {
      input.write(plan.text().getBytes(StandardCharsets.UTF_8));
    }
    BufferedReader output = process.inputReader();
    boolean listens = output.readLine() != null;
    return new Warden(
        process, plan, listens ? new Control(plan.directory().resolve("warden.sock")) : null);
  }

  Control control() {
    if (control == null) {
      throw new AssertionError("the warden did not begin: " + diagnostics());
    }
    return control;
  }

  /** Another connection, which replaces the one before. */
  Control again() throws IOException {
    return new Control(socket("warden.sock"));
  }

  Path socket(String name) {
    return plan.directory().resolve(name);
  }

  /** Reads frames up to the first of this type, and keeps them. */
  Frame await(char type) throws InterruptedException {
    seen.addAll(control().until(type));
    return seen.getLast();
  }

  /** The program's number outside, once it began. */
  long program() throws InterruptedException {
    return Long.parseLong(await('P').text().split(" ")[0]);
  }

  /**
   * Waits for the last frame and the end, which must leave nothing undone; the whole standard
   * output.
   */
  String output() throws InterruptedException {
    Frame last = await('G');
    if (last.payload().length > 0) {
      throw new AssertionError("not undone: " + last.text());
    }
    return text('O');
  }

  String text(char type) {
    return seen.stream()
        .filter(f -> f.type() == type)
        .map(Frame::output)
        .collect(Collectors.joining());
  }

  /** The report of the stage that failed, without its first word. */
  String failure() throws InterruptedException {
    output();
    return seen.stream()
        .filter(frame -> frame.type() == 'S' && frame.text().startsWith("failed "))
        .map(frame -> frame.text().substring(7))
        .findFirst()
        .orElse("none of " + seen);
  }

  List<Frame> seen() {
    return seen;
  }

  Process process() {
    return process;
  }

  String diagnostics() {
    try {
      return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The status of the warden, which must end by itself. */
  int status() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the warden still runs; seen " + seen);
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (control != null) {
      control.close();
    }
    process.destroy();
    if (!process.waitFor(15, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
      throw new AssertionError("the warden had to be killed; seen " + seen);
    }
  }
}
