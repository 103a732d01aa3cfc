package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.trajan.testkit.FakeRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What clients and programs can make the log say. */
class LogTest {
  private static final String FORGED = "2026-01-01 ERROR vassal.other -- forged";

  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("vassal.test");
  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    appender.start();
    logger.addAppender(appender);
    stage = new Stage(directory);
    stage.serve(
        """
        run(lambda do |env|
          text = env['HTTP_X_TEXT'].force_encoding('UTF-8').gsub('|', "\\n")
          case env['PATH_INFO']
          when /raise/ then raise text
          when /cause/ then begin; raise text; rescue; raise 'second'; end
          when /type/ then Object.const_get('Java').java.lang.IllegalStateException.new(text).then { |e| raise e }
          when /status/ then [text, {}, []]
          when /after/ then env['rack.after_reply'] << -> { raise text }; [200, {}, []]
          when /puts/ then $stdout.puts(text.tr('*', "\\r")); [200, {}, []]
          when /errors/ then env['rack.errors'].puts(text.tr('*', "\\r")); [200, {}, []]
          end
        end)
        """);
    appender.list.clear();
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
    logger.detachAppender(appender);
  }

  @Test
  void noLineOfAnExceptionBeginsInTheFirstColumn() throws Exception {
    for (String path : List.of("raise", "cause", "type", "status", "after")) {
      ask("/" + path, "a|" + FORGED);
    }
    String all = logged();
    assertThat(all.lines().filter(line -> line.contains(FORGED))).hasSize(5);
    assertThat(all.lines()).noneMatch(line -> line.startsWith("2026-01-01"));
  }

  @Test
  void requestTargetIsWrittenSafely() throws Exception {
    ask("/raise\n" + FORGED + "\u001b[2J\u00e9", "a");
    assertThat(logged()).contains("/raise\\x0a" + FORGED + "\\x1b[2J\\xe9");
  }

  @Test
  void whatAProgramPrintsMovesNoCursor() throws Exception {
    ask("/puts", "seen*" + FORGED + "\u001b]0;title\u0007");
    ask("/errors", "seen*" + FORGED);
    assertThat(logged())
        .contains("seen\\x0d" + FORGED + "\\x1b]0;title\\x07")
        .doesNotContain("\r", "\u001b");
  }

  private void ask(String target, String text) {
    stage.answer(FakeRequest.get(target).header("X-Text", text));
  }

  /** Everything, once the generation has ended. */
  private String logged() throws InterruptedException {
    stage.close();
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(appender.list)) {
      all.append(event.getFormattedMessage()).append('\n');
    }
    return all.toString();
  }
}
