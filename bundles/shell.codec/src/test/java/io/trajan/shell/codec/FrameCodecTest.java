package io.trajan.shell.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
  private static final FrameDecoder CLIENT = FrameDecoder.ofClient();
  private static final FrameDecoder SERVER = FrameDecoder.ofServer();

  static Stream<Arguments> golden() {
    return Stream.of(
        Arguments.of(
            new Frame.Hello(1, Frame.Mode.COMMAND, true, true, 200, 50, "xterm", "/é"),
            "01 00000017 54525348 01 02 03 00c8 0032 0005 787465726d 0003 2fc3a9"),
        Arguments.of(new Frame.Run(List.of("lb", "")), "02 00000008 0002 0002 6c62 0000"),
        Arguments.of(new Frame.Input(new byte[] {3, -1}), "03 00000002 03ff"),
        Arguments.of(new Frame.End(), "04 00000000"),
        Arguments.of(new Frame.Resize(65_535, 0), "05 00000004 ffff 0000"),
        Arguments.of(new Frame.Interrupt(), "06 00000000"),
        Arguments.of(new Frame.Welcome(1, 7), "11 00000005 01 00000007"),
        Arguments.of(new Frame.Output(new byte[] {0}), "12 00000001 00"),
        Arguments.of(new Frame.ErrorOutput(new byte[0]), "13 00000000"),
        Arguments.of(new Frame.Exit(127, true, "no"), "14 00000006 7f 01 0002 6e6f"),
        Arguments.of(new Frame.More(), "15 00000000"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyFrameHasItsBytes(Frame frame, String hex) {
    assertThat(HexFormat.of().formatHex(bytes(frame))).isEqualTo(hex.replace(" ", ""));
    ByteBuffer in = ByteBuffer.wrap(bytes(frame));
    assertThat(decoderOf(frame).decode(in)).satisfies(d -> assertSame(d, frame));
    assertThat(in.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void aFrameSplitAnywhereIsIncompleteUntilItsLastByte(Frame frame, String hex) {
    byte[] bytes = bytes(frame);
    for (int split = 0; split < bytes.length; split++) {
      ByteBuffer in = ByteBuffer.wrap(bytes, 0, split);
      assertThat(decoderOf(frame).decode(in))
          .as("split at %s", split)
          .isInstanceOf(Decoded.Incomplete.class);
      assertThat(in.position()).isZero();
    }
  }

  @Test
  void framesFedOneByteAtATimeComeOutInOrder() {
    ByteBuffer in = ByteBuffer.allocate(1 << 17);
    List<Frame> sent = new ArrayList<>();
    List<Frame> seen = new ArrayList<>();
    golden().map(a -> (Frame) a.get()[0]).filter(f -> decoderOf(f) == CLIENT).forEach(sent::add);
    for (Frame frame : sent) {
      for (byte b : bytes(frame)) {
        in.put(b).flip();
        if (CLIENT.decode(in) instanceof Decoded.Complete c) {
          seen.add(c.frame());
        }
        in.compact();
      }
    }
    assertThat(seen).hasSameSizeAs(sent);
    for (int i = 0; i < sent.size(); i++) {
      assertSame(new Decoded.Complete(seen.get(i)), sent.get(i));
    }
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("00", 0, "type 0"),
        Arguments.of("07", 0, "type 7"),
        Arguments.of("11 00000005 01 00000007", 0, "type 17"),
        Arguments.of("03 00010001", 1, "length 65537"),
        Arguments.of("03 ffffffff", 1, "length 4294967295"),
        Arguments.of("04 00000001 00", 5, "1 bytes more"),
        Arguments.of("05 00000003 000000", 7, "the end of the frame"),
        Arguments.of("05 00000005 0000000000", 9, "1 bytes more"),
        Arguments.of("01 00000004 54525349", 9, "0x54525349"),
        Arguments.of("01 00000006 54525348 01 03", 11, "mode 3"),
        Arguments.of("01 00000007 54525348 01 00 04", 12, "flags 4"),
        Arguments.of("01 0000000d 54525348 01 00 00 0001 0001 00ff", 18, "the end of the frame"),
        Arguments.of("02 00000002 0000", 7, "no words"),
        Arguments.of("02 00000004 ffff 0000", 7, "65535 words"),
        Arguments.of("02 00000005 0001 0001 ff", 9, "other bytes"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatNoClientSendsIsRefusedWithOffsetAndExpectation(String hex, int offset, String found) {
    ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    assertThat(CLIENT.decode(in))
        .isInstanceOfSatisfying(
            Decoded.Malformed.class,
            m -> {
              assertThat(m.offset()).isEqualTo(offset);
              assertThat(m.found()).isEqualTo(found);
              assertThat(m.message()).contains("expected " + m.expected());
            });
    assertThat(in.position()).isZero();
  }

  @Test
  void theLargestPayloadPassesAndOneMoreByteDoesNot() {
    Frame largest = new Frame.Input(new byte[Frame.MAX_PAYLOAD]);
    assertThat(CLIENT.decode(ByteBuffer.wrap(bytes(largest)))).isInstanceOf(Decoded.Complete.class);
    assertThatThrownBy(() -> FrameEncoder.encode(new Frame.Input(new byte[Frame.MAX_PAYLOAD + 1])))
        .hasMessage("a frame of 65537 bytes: expected at most 65536");
  }

  @Test
  void numbersAndStringsBeyondTheirRangeAreRefused() {
    assertThatThrownBy(() -> FrameEncoder.encode(new Frame.Resize(65_536, 1)))
        .hasMessageContaining("0 to 65535");
    assertThatThrownBy(() -> FrameEncoder.encode(new Frame.Exit(256, false, "")))
        .hasMessageContaining("0 to 255");
    assertThatThrownBy(() -> FrameEncoder.encode(new Frame.Exit(0, false, "x".repeat(65_536))))
        .hasMessageContaining("a string of 65536 bytes");
    assertThatThrownBy(() -> FrameEncoder.encode(new Frame.Run(Collections.nCopies(40_000, "x"))))
        .hasMessageContaining("a frame of");
  }

  @Test
  void garbageAlwaysEndsInAnAnswer() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 5
          && random.nextBoolean()) { // a plausible header, so that payloads are reached
        bytes[0] = (byte) (1 + random.nextInt(6));
        Arrays.fill(bytes, 1, 4, (byte) 0);
        bytes[4] = (byte) random.nextInt(bytes.length);
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      Decoded decoded = CLIENT.decode(in);
      boolean moved = in.position() > 0;
      assertThat(moved)
          .as("seed %s round %s", seed, round)
          .isEqualTo(decoded instanceof Decoded.Complete);
    }
  }

  private static FrameDecoder decoderOf(Frame frame) {
    return (bytes(frame)[0] & 0xff) > 16 ? SERVER : CLIENT;
  }

  private static byte[] bytes(Frame frame) {
    ByteBuffer buffer = FrameEncoder.encode(frame);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static void assertSame(Decoded decoded, Frame frame) {
    assertThat(decoded).isInstanceOf(Decoded.Complete.class);
    Frame seen = ((Decoded.Complete) decoded).frame();
    assertThat(seen).hasSameClassAs(frame);
    assertThat(new String(bytes(seen), StandardCharsets.ISO_8859_1))
        .isEqualTo(new String(bytes(frame), StandardCharsets.ISO_8859_1));
  }
}
