package ringproof.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A Chromium without a window and one page in it, driven over the DevTools protocol as somebody at the keyboard would. The JDK's
/// WebSocket is all it takes.
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome-stable",
            "google-chrome");
    private static final String LISTENING = "DevTools listening on ";
    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    private String session = "";

    /// Where a browser is installed, or null.
    static @Nullable Path find() {
        for (String directory : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                Path file = Path.of(directory, name);
                if (!directory.isEmpty() && Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /// Starts it with an empty profile in `profile`.
    Browser(Path binary, Path profile) throws IOException {
        process = new ProcessBuilder(binary.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--window-size=1400,1000", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        URI address = address(process);
        // What it prints later must go somewhere, else it stops.
        Thread.ofPlatform().daemon().start(() -> {
            try {
                process.getErrorStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException ended) {
                complaints.add("the browser ended: " + ended);
            }
        });
        socket = answer(HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Listener()));
        String target = call("Target.createTarget", node().put("url", "about:blank")).path("targetId").asText();
        session = call("Target.attachToTarget", node().put("targetId", target).put("flatten", true)).path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", node());
        }
    }

    private static URI address(Process process) throws IOException {
        BufferedReader lines = new BufferedReader(
                new java.io.InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                return URI.create(line.substring(LISTENING.length()));
            }
        }
        throw new IOException("the browser ended before it listened");
    }

    /// Opens a file, at a place in it: the empty string, or what follows a `#`.
    void open(Path file, String place) {
        // A page of another place would not be loaded again.
        go("about:blank");
        go(file.toUri() + (place.isEmpty() ? "" : "#" + place));
    }

    private void go(String url) {
        loaded = new CompletableFuture<>();
        call("Page.navigate", node().put("url", url));
        answer(loaded);
    }

    /// What an expression is worth on the page, or the promise that it is.
    JsonNode evaluate(String expression) {
        JsonNode result = call("Runtime.evaluate", node().put("expression", expression).put("returnByValue", true)
                .put("awaitPromise", true));
        if (result.has("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ").textContent").asText();
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }

    /// A key by its name, as `ArrowRight`.
    void press(String key, int code) {
        ObjectNode event = node().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
        call("Input.dispatchKeyEvent", event.deepCopy().put("type", "rawKeyDown"));
        call("Input.dispatchKeyEvent", event.put("type", "keyUp"));
    }

    /// Into what has the focus.
    void type(String text) {
        call("Input.insertText", node().put("text", text));
    }

    /// With the mouse, in the middle of an element that is scrolled to.
    void click(String selector) {
        JsonNode box = evaluate("(() => { const e = document.querySelector(" + quoted(selector)
                + "); e.scrollIntoView({block: 'center', inline: 'center'}); const b = e.getBoundingClientRect();"
                + " return [b.left + b.width / 2, b.top + b.height / 2]; })()");
        ObjectNode event = node().put("x", box.get(0).asDouble()).put("y", box.get(1).asDouble()).put("button", "left")
                .put("clickCount", 1);
        call("Input.dispatchMouseEvent", event.deepCopy().put("type", "mousePressed"));
        call("Input.dispatchMouseEvent", event.put("type", "mouseReleased"));
    }

    /// A link, to the page behind it.
    void follow(String selector) {
        loaded = new CompletableFuture<>();
        click(selector);
        answer(loaded);
    }

    /// Scripts that threw, and whatever else a page has written to the console as an error.
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /// What the pages asked for.
    List<String> requests() {
        return List.copyOf(requests);
    }

    private JsonNode call(String method, ObjectNode parameters) {
        int id = lastId.incrementAndGet();
        ObjectNode message = node().put("id", id).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        answer(socket.sendText(message.toString(), true));
        JsonNode reply = answer(answer);
        if (reply.has("error")) {
            throw new AssertionError(method + ": " + reply.path("error"));
        }
        return reply.path("result");
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static <T> T answer(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the browser does not answer", e);
        }
    }

    @Override
    public void close() {
        socket.abort();
        // Its helpers write to the profile until they have ended, too.
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        process.destroy();
        for (ProcessHandle each : all) {
            each.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private void received(JsonNode message) {
        CompletableFuture<JsonNode> waiting = answers.remove(message.path("id").asInt());
        if (waiting != null) {
            waiting.complete(message);
            return;
        }
        JsonNode what = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(what);
            case "Runtime.exceptionThrown" -> complaints.add(what.path("exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> complain(what.path("type").asText(), what);
            case "Log.entryAdded" -> complain(what.path("entry").path("level").asText(), what);
            case "Network.requestWillBeSent" -> requests.add(what.path("request").path("url").asText());
            default -> {
                // Nothing that is asked for.
            }
        }
    }

    private void complain(String level, JsonNode what) {
        if (level.toLowerCase(Locale.ROOT).startsWith("err")) {
            complaints.add(what.toString());
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    received(JSON.readTree(message.toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
