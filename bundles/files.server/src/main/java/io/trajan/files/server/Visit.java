package io.trajan.files.server;

import io.trajan.files.server.Counters.Event;
import io.trajan.files.server.Found.Directory;
import io.trajan.files.server.Found.Hit;
import io.trajan.files.server.Found.Nothing;
import io.trajan.foreign.ForeignException;
import io.trajan.foreign.RootedFiles;
import io.trajan.foreign.RootedFiles.Wait;
import io.trajan.request.Gate;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's look for a file. First on the listener's thread, asking the kernel only for what it
 * knows by heart; when it would have to wait for a disk, again on the pool. While there is nobody
 * who can open files it waits at the gate.
 */
final class Visit implements Gate.Call<RootedFiles>, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);

  private final FilesInstance instance;
  private final List<Area> areas;
  private final Request request;
  private final Response response;
  private final Onward onward;
  private volatile @Nullable RootedFiles files;
  private boolean left;

  Visit(
      FilesInstance instance, List<Area> areas, Request request, Response response, Onward onward) {
    this.instance = instance;
    this.areas = areas;
    this.request = request;
    this.response = response;
    this.onward = onward;
  }

  /** Somebody can open files. */
  @Override
  public boolean offer(RootedFiles present) {
    files = present;
    // Several ranges open the file several times.
    String range = request.headers().get("Range");
    if (range != null && range.indexOf(',') >= 0) {
      lookOnPool();
    } else {
      look(present, Wait.NEVER);
    }
    return true;
  }

  private void lookOnPool() {
    try {
      instance.pool().execute(this);
    } catch (RejectedExecutionException e) {
      if (instance.pool().isShutdown()) {
        putBack();
      } else {
        busy();
      }
    }
  }

  /** On the pool. */
  @Override
  public void run() {
    RootedFiles present = files;
    if (present != null) {
      instance.counters().count(Event.WAITED);
      look(present, Wait.MAY_WAIT);
    }
  }

  private void look(RootedFiles present, Wait wait) {
    try {
      Site site = instance.site();
      Lookup lookup = new Lookup(site, new Opener(present, site.safe(), wait));
      answer(lookup.find(areas, request), present);
    } catch (ForeignException e) {
      if (wait == Wait.NEVER && Errors.isWouldWait(e)) {
        lookOnPool();
      } else {
        trouble(e);
      }
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private void answer(Found found, RootedFiles present) throws IOException {
    switch (found) {
      case Nothing nothing -> {
        done(Event.PASSED_ON);
        onward.proceed(request);
      }
      case Directory directory -> {
        done(Event.REDIRECTED);
        Answers.toSlash(request, response);
      }
      case Hit hit ->
          done(
              new FileAnswer(instance.site(), hit, request, response, Instant.now()).send(present));
    }
  }

  private void trouble(ForeignException e) {
    if (Errors.isForbidden(e)) {
      done(Event.REFUSED);
      Answers.forbidden(response);
    } else if (Errors.isShortage(e)) {
      LOG.debug("no file for {}", request.target(), e);
      busy();
    } else {
      failed(e);
    }
  }

  private void busy() {
    done(Event.BUSY);
    Answers.busy(response);
  }

  private void failed(Exception e) {
    instance.log().error("{} failed while a file was looked for", request.path(), e);
    done(Event.FAILED);
    if (response.isStarted()) {
      response.abort(e);
    } else {
      Answers.failed(response);
    }
  }

  /** Nobody can open files, and nobody came. */
  @Override
  public void refused(Gate.Refusal why) {
    if (why == Gate.Refusal.CLOSED) {
      putBack();
    } else {
      busy();
    }
  }

  /** Closing before anything was done. */
  void putBack() {
    leave();
    onward.again();
  }

  private void done(Event event) {
    instance.counters().count(event);
    leave();
  }

  private void leave() {
    if (!left) {
      left = true;
      instance.leave();
    }
  }
}
