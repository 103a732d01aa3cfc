package io.trajan.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Every setting is refused before it takes effect when it is wrong: numbers by the range in their
 * metatype, texts by its options or by a {@code ConfigCheck} of the same PID.
 */
class SettingsAreCheckedTest {
  private static final Set<String> NUMBERS =
      Set.of("Integer", "Long", "Short", "Byte", "Double", "Float");

  static List<BuiltBundle> bundles() {
    return BuiltBundle.all().stream().filter(b -> !documents(b, "metatype").isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void aNumberHasARangeAndATextACheck(BuiltBundle bundle) {
    Set<String> checked = new TreeSet<>();
    for (Document component : documents(bundle, "")) {
      for (Element property : elements(component, "property")) {
        if (property.getAttribute("name").equals("trajan.config.pid")) {
          checked.add(property.getAttribute("value"));
        }
      }
    }
    List<String> open = new ArrayList<>();
    for (Document metatype : documents(bundle, "metatype")) {
      String pid = pid(elements(metatype, "Designate").getFirst());
      for (Element attribute : elements(metatype, "AD")) {
        if (!isChecked(attribute, checked.contains(pid))) {
          open.add(pid + " " + attribute.getAttribute("id"));
        }
      }
    }
    assertThat(open).as("settings of %s that nobody checks", bundle.directory()).isEmpty();
  }

  private static String pid(Element designate) {
    String factory = designate.getAttribute("factoryPid");
    return factory.isEmpty() ? designate.getAttribute("pid") : factory;
  }

  private static boolean isChecked(Element attribute, boolean hasCheck) {
    String type = attribute.getAttribute("type");
    if (NUMBERS.contains(type)) {
      return attribute.hasAttribute("min") && attribute.hasAttribute("max");
    }
    return !type.equals("String")
        || hasCheck
        || attribute.getElementsByTagNameNS("*", "Option").getLength() > 0;
  }

  private static List<Document> documents(BuiltBundle bundle, String directory) {
    String prefix = "OSGI-INF/" + (directory.isEmpty() ? "" : directory + "/");
    try (JarFile jar = new JarFile(bundle.jar().toFile())) {
      List<Document> documents = new ArrayList<>();
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        if (name.startsWith(prefix)
            && name.endsWith(".xml")
            && name.indexOf('/', prefix.length()) < 0) {
          try (InputStream in = jar.getInputStream(entry)) {
            documents.add(parse(in));
          }
        }
      }
      return documents;
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException(bundle.directory(), e);
    }
  }

  private static Document parse(InputStream in)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(in);
  }

  private static List<Element> elements(Document document, String name) {
    NodeList found = document.getElementsByTagNameNS("*", name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
