package io.trajan.vassal.process;

import io.trajan.vassal.Launch;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.process.jail.Masks;
import io.trajan.vassal.process.net.Link;
import io.trajan.vassal.process.pool.Desk;
import io.trajan.vassal.process.pool.Pool;
import io.trajan.vassal.process.pool.Worker;
import io.trajan.vassal.process.pool.WorkerStream;
import io.trajan.vassal.process.warden.Output;
import io.trajan.vassal.process.warden.Troop;
import io.trajan.vassal.process.warden.Warden;
import io.trajan.vassal.process.worker.Frames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The processes of an instance: the squad that serves, those that leave, and the rules by which
 * workers are raised, replaced and killed. Confined to the keeper's thread; what is heard on the
 * loop's thread is handed over.
 */
@SuppressWarnings("ReferenceEquality") // Threads, workers and calls are themselves.
final class Company implements WorkerStream.Life {
  /** What the instance wants to know. */
  interface Story {
    /** All workers are there. */
    void complete();

    /** It cannot go on. */
    void failed(String reason, String remedy);
  }

  /** How long the word on a death may take longer than the death. */
  private static final long WORD_MILLIS = 30;

  /** How long a worker may take to tell where it is before it is killed. */
  private static final long DUMP_MILLIS = 500;

  /** How long a request may wait behind a slow one before it is wanted back. */
  private static final long STUCK_NANOS = Duration.ofMillis(50).toNanos();

  private static final int USR1 = 10;
  private static final int USR2 = 12;
  private static final int KILL = 9;

  private final Launch launch;
  private final WorkerCommand command;
  private final ProcessSettings settings;
  private final House house;
  private final Desk desk;
  private final Pool pool;
  private final Logger log;
  private final Story story;
  private final boolean reload;
  private final Masks masks;
  private final Output output;
  private final Output errors;
  private final Respite respite = new Respite();
  private final List<Squad> squads = new ArrayList<>();
  private final Set<Worker> mourned = new HashSet<>();
  private @Nullable Squad current;
  private @Nullable Worker successor;
  private @Nullable Worker predecessor;
  private boolean leaving;
  private int musters;
  private volatile String engine = "";
  private final AtomicLong deaths = new AtomicLong();
  private volatile String warning = "";

  Company(
      Launch launch,
      WorkerCommand command,
      ProcessSettings settings,
      House house,
      Desk desk,
      Pool pool,
      Logger log,
      Story story,
      boolean reload) {
    this.launch = launch;
    this.command = command;
    this.settings = settings;
    this.house = house;
    this.desk = desk;
    this.pool = pool;
    this.log = log;
    this.story = story;
    this.reload = reload;
    this.masks = new ProcessPlan(house.accounts()).jail(launch.spec()).masks();
    this.output = new Output(log::info);
    this.errors = new Output(log::warn);
  }

  // ---- raising ----

  /** Starts the processes. */
  void muster() {
    musters++;
    String suffix = musters == 1 ? "" : "-" + musters;
    Path directory =
        house.directories().resolve(launch.spec().name() + "." + launch.generation() + suffix);
    Ear ear = new Ear();
    Squad squad = new Squad(new Troop(house.loop(), house.keeper(), directory, ear));
    ear.squad = squad;
    squads.add(squad);
    current = squad;
    try {
      String plan =
          new ProcessPlan(house.accounts())
              .text(
                  launch.spec(),
                  command,
                  squad.troop.quarters(),
                  settings,
                  squad.troop.quarters().script(),
                  reload || musters > 1);
      squad.troop.start(house.program(), command.script(), plan, problem -> raised(squad, problem));
    } catch (IOException e) {
      raised(squad, e.getMessage());
    }
  }

  private void raised(Squad squad, @Nullable String problem) {
    if (problem != null) {
      squad.failure = "the warden did not begin: " + problem;
      over(squad);
      return;
    }
    squad.raised = true;
    launch.journey().note("raise the warden", squad.troop.quarters().directory().toString());
    recruit();
  }

  /** Raises the workers that are missing. */
  private void recruit() {
    Squad squad = current;
    if (squad == null || !squad.raised || squad.ended || leaving) {
      return;
    }
    int wanted = settings.processes() + (successor == null ? 0 : 1);
    for (int there = present(squad); there < wanted && respite.isOver(); there++) {
      raise(squad);
    }
  }

  private int present(Squad squad) {
    return (int)
        squad.workers.stream()
            .filter(
                w -> {
                  Worker.State state = pool.state(w);
                  return state == Worker.State.STARTING
                      || state == Worker.State.READY
                      || w == predecessor;
                })
            .count();
  }

  private @Nullable Worker raise(Squad squad) {
    Worker worker = new Worker(freeNumber(), settings.threads());
    WorkerStream stream = new WorkerStream(desk, worker, this);
    try {
      squad.troop.fork(stream, stream::begin);
      pool.add(worker);
      squad.workers.add(worker);
      return worker;
    } catch (IOException e) {
      log.warn("no worker could be raised: {}", e.toString());
      respite.note(0);
      return null;
    }
  }

  private int freeNumber() {
    Set<Integer> taken =
        squads.stream()
            .flatMap(s -> s.workers.stream())
            .map(Worker::number)
            .collect(Collectors.toSet());
    return IntStream.iterate(1, n -> n + 1).filter(n -> !taken.contains(n)).findFirst().orElse(1);
  }

  // ---- workers, heard on the loop ----

  @Override
  public void hello(Worker worker, Map<String, String> says) {
    engine = says.getOrDefault("language", "?") + " " + says.getOrDefault("version", "");
    house.keeper().execute(() -> joined(worker));
  }

  @Override
  public void stats(Worker worker) {
    // Looked at with the deadlines.
  }

  @Override
  public void closed(Worker worker, @Nullable Throwable cause) {
    pool.doom(worker);
    house.keeper().execute(() -> left(worker));
  }

  private void joined(Worker worker) {
    log.debug("{} is ready", worker);
    if (worker == successor) {
      relieve();
    }
    Squad squad = current;
    if (squad != null && squad.workers.contains(worker) && isWhole(squad)) {
      warning = "";
      dismissFormer(squad);
      story.complete();
    }
  }

  private boolean isWhole(Squad squad) {
    long ready = squad.workers.stream().filter(w -> pool.state(w) == Worker.State.READY).count();
    return ready >= settings.processes();
  }

  /** Those that served before the squad need not any more. */
  private void dismissFormer(Squad squad) {
    for (Squad former : squads) {
      if (former != squad && !former.stopped) {
        former.stopped = true;
        List.copyOf(former.workers).forEach(this::retire);
        var _ =
            house
                .keeper()
                .schedule(
                    () -> former.troop.stop(Duration.ZERO),
                    settings.mercy().toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }
  }

  // ---- deaths ----

  private void left(Worker worker) {
    if (squadOf(worker) == null) {
      return;
    }
    if (!worker.fate().isEmpty() || worker.isDismissed()) {
      bury(worker);
    } else if (mourned.add(worker)) {
      var _ = house.keeper().schedule(() -> bury(worker), WORD_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private @Nullable Squad squadOf(Worker worker) {
    return squads.stream().filter(s -> s.workers.contains(worker)).findFirst().orElse(null);
  }

  private void bury(Worker worker) {
    Squad squad = squadOf(worker);
    if (squad == null) {
      return;
    }
    squad.workers.remove(worker);
    mourned.remove(worker);
    boolean asked = worker.isDismissed();
    String fate = worker.fate().isEmpty() ? "went away" : worker.fate();
    if (!asked) {
      deaths.incrementAndGet();
      respite.note(System.nanoTime() - worker.bornNanos());
      log.warn("{} {}", worker, fate);
    }
    desk.gone(worker, fate);
    forgetRelief(worker);
    if (!asked && worker.pid() == 0 && musters == 1 && !leaving && !squad.failure.isEmpty()) {
      story.failed(squad.failure, squad.remedy);
    }
    recruit();
  }

  private void forgetRelief(Worker worker) {
    if (worker == successor || worker == predecessor) {
      successor = null;
      predecessor = null;
    }
  }

  // ---- replacing ----

  /** Looks at every worker's age and size, and at requests that take too long. */
  void tick() {
    Duration most = settings.harakiri();
    if (most != null) {
      pool.overdue(most.toNanos()).forEach(o -> harakiri(o, most));
    }
    pool.stuck(STUCK_NANOS).forEach(this::recall);
    if (!leaving) {
      replaceOne();
      recruit();
    }
  }

  /** A worker of one thread reads nothing while it works, unless it is told to by a signal. */
  private void recall(Pool.Overdue stuck) {
    Squad squad = squadOf(stuck.worker());
    desk.recall(stuck.worker(), stuck.call());
    if (squad != null && stuck.worker().isRecallable()) {
      squad.troop.warden().kill(USR1, stuck.worker().pid());
    }
  }

  private void harakiri(Pool.Overdue overdue, Duration most) {
    Worker worker = overdue.worker();
    String line = overdue.call().line();
    pool.doom(worker);
    worker.fate("was killed: " + line + " took longer than " + most.toMillis() + " ms");
    log.error("{}: harakiri: longer than {} ms; {} is killed", line, most.toMillis(), worker);
    desk.overdue(overdue.call(), "it took longer than " + most.toMillis() + " ms");
    Squad squad = squadOf(worker);
    if (squad != null) {
      squad.troop.warden().kill(USR2, worker.pid());
      killAfter(squad, worker, DUMP_MILLIS);
    }
  }

  private void killAfter(Squad squad, Worker worker, long millis) {
    var _ =
        house
            .keeper()
            .schedule(
                () -> {
                  if (squad.workers.contains(worker) && worker.pid() != 0) {
                    squad.troop.warden().kill(KILL, worker.pid());
                  }
                },
                millis,
                TimeUnit.MILLISECONDS);
  }

  /** One at a time, and only when its successor is there. */
  private void replaceOne() {
    Squad squad = current;
    if (squad == null || squad.ended || predecessor != null || !respite.isOver()) {
      return;
    }
    for (Worker worker : squad.workers) {
      String why = pool.state(worker) == Worker.State.READY ? reason(worker) : "";
      if (!why.isEmpty()) {
        predecessor = worker;
        successor = raise(squad);
        if (successor == null) {
          predecessor = null;
        } else {
          worker.fate(why);
          log.info("{} is replaced: it {}", worker, why);
        }
        return;
      }
    }
  }

  private String reason(Worker worker) {
    Long requests = settings.maxRequests();
    Duration lifetime = settings.maxLifetime();
    Long rss = settings.mostRss();
    Long space = settings.mostAs();
    if (requests != null && pool.taken(worker) >= requests) {
      return "has had " + pool.taken(worker) + " requests";
    }
    if (lifetime != null && System.nanoTime() - worker.bornNanos() > lifetime.toNanos()) {
      return "has lived for " + lifetime.toSeconds() + " s";
    }
    if (rss != null && worker.rss() > rss) {
      return "has " + (worker.rss() >> 20) + " MB of resident memory";
    }
    return space != null && worker.addressSpace() > space
        ? "has " + (worker.addressSpace() >> 20) + " MB of address space"
        : "";
  }

  private void relieve() {
    Worker old = predecessor;
    successor = null;
    predecessor = null;
    if (old != null) {
      retire(old);
    }
  }

  private void retire(Worker worker) {
    Squad squad = squadOf(worker);
    if (squad != null && pool.retire(worker)) {
      worker.dismiss();
      worker.link().write(Frames.of(Frames.RETIRE, 0, 0));
      killAfter(squad, worker, settings.mercy().toMillis());
    }
  }

  // ---- the end ----

  /** No worker gets anything more; each leaves when it is done. */
  void retireAll() {
    leaving = true;
    squads.forEach(s -> List.copyOf(s.workers).forEach(this::retire));
  }

  /** Ends all processes, politely for so long. */
  void stop(Duration mercy) {
    leaving = true;
    for (Squad squad : squads) {
      squad.workers.forEach(Worker::dismiss);
      squad.stopped = true;
      if (!squad.gone) {
        squad.troop.stop(mercy);
      }
    }
  }

  boolean isGone() {
    return squads.stream().allMatch(s -> s.gone);
  }

  /** Lets go of what is left. */
  void close() {
    output.flush();
    errors.flush();
    for (Squad squad : squads) {
      squad.workers.stream().filter(Worker::hasLink).map(Worker::link).forEach(Link::close);
      squad.troop.close();
    }
    squads.clear();
  }

  /** Nothing of a squad is left, or it never was. */
  private void over(Squad squad) {
    boolean served = squad.ended || !squad.failure.isEmpty();
    squad.gone = true;
    squad.ended = true;
    squad.troop.close();
    if (squad == current && !squad.stopped && !squad.replaced && served) {
      lost(squad);
    }
    if (squad != current) {
      squads.remove(squad);
    }
  }

  /** The squad that should serve does not: another is raised, unless this was the first try. */
  private void lost(Squad squad) {
    squad.replaced = true;
    String reason = squad.failure.isEmpty() ? "the program ended" + lastWords() : squad.failure;
    if (musters == 1 && pool.taken() == 0 && pool.ready() == 0) {
      story.failed(reason, squad.remedy);
      return;
    }
    if (leaving || respite.isHopeless()) {
      story.failed(reason, squad.remedy);
      return;
    }
    respite.note(0);
    warning = "its template ended and is raised again: " + reason;
    log.error("{}; it is raised again", reason);
    var _ =
        house
            .keeper()
            .schedule(
                () -> {
                  if (!leaving) {
                    muster();
                  }
                },
                respite.leftMillis(),
                TimeUnit.MILLISECONDS);
  }

  // ---- what is said of them; any thread ----

  String engine() {
    return engine;
  }

  long deaths() {
    return deaths.get();
  }

  String warning() {
    return warning;
  }

  String lastWords() {
    String tail = errors.tail();
    return tail.isEmpty() ? "" : "; it printed: " + tail;
  }

  void describe(Map<String, Object> facts) {
    for (Worker worker : pool.workers()) {
      facts.put(
          "worker " + worker.number(),
          "pid %d, %s, %d of %d requests at work, %d MB"
              .formatted(
                  worker.pid(),
                  pool.state(worker).name().toLowerCase(java.util.Locale.ROOT),
                  pool.calls(worker),
                  pool.taken(worker),
                  worker.rss() >> 20));
    }
  }

  // ---- the warden, heard on the loop ----

  private final class Ear implements Warden.Life {
    @Nullable Squad squad;

    private void tell(java.util.function.Consumer<Squad> story) {
      Squad mine = squad;
      if (mine != null) {
        house.keeper().execute(() -> story.accept(mine));
      }
    }

    @Override
    public void stage(String text) {
      tell(mine -> staged(mine, text));
    }

    @Override
    public void output(boolean error, long dropped, byte[] bytes) {
      (error ? errors : output).take(dropped, bytes);
    }

    @Override
    public void report(String line) {
      tell(mine -> reported(mine, line));
    }

    @Override
    public void ended(String how) {
      tell(mine -> programEnded(mine, how));
    }

    @Override
    public void gone(String left) {
      tell(
          mine -> {
            String others =
                left.lines()
                    .filter(line -> !line.contains(mine.troop.quarters().directory().toString()))
                    .collect(Collectors.joining("; ")); // The directory is ours to remove.
            if (!others.isBlank()) {
              log.warn("left behind: {}", others);
            }
            over(mine);
          });
    }

    @Override
    public void lost(@Nullable Throwable cause) {
      tell(
          mine -> {
            if (!mine.gone) {
              mine.failure = orElse(mine.failure, "its warden went away");
              over(mine);
            }
          });
    }
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private void staged(Squad squad, String text) {
    String[] parts = masks.mask(text).split(" ", 4);
    if (parts[0].equals("done") && parts.length > 2) {
      launch.journey().note(parts[1], parts[2] + " us" + (parts.length > 3 ? " " + parts[3] : ""));
    } else if (parts[0].equals("failed") && parts.length > 3) {
      squad.failure = parts[1] + ": " + parts[3];
    }
  }

  private void reported(Squad squad, String line) {
    String[] parts = line.split(" ", 3);
    switch (parts[0]) {
      case "loaded" -> launch.journey().note("load " + command.label(), parts[1] + " ms");
      case "failed" -> {
        String[] both = line.substring("failed".length()).strip().split("\t", 2);
        squad.failure = both[0];
        squad.remedy = both.length > 1 ? both[1] : "";
      }
      case "exit" -> {
        if (parts.length == 3) {
          exited(squad, parts[1], parts[2]);
        }
      }
      default -> log.debug("reported: {}", line);
    }
  }

  private void exited(Squad squad, String pid, String how) {
    for (Worker worker : List.copyOf(squad.workers)) {
      if (Integer.toString(worker.pid()).equals(pid)) {
        worker.fate(Deaths.words(how));
        if (mourned.contains(worker)) {
          bury(worker);
        }
      }
    }
  }

  private void programEnded(Squad squad, String how) {
    squad.ended = true;
    if (squad.failure.isEmpty()) {
      squad.failure = "the program " + Deaths.words(how) + lastWords();
    }
    if (squad == current && !squad.stopped && !squad.replaced) {
      lost(squad);
    }
  }
}
