"""Runs inside the guest: what a page in Chromium gets from the virtual camera, as in a video call."""

import http.server
import json
import subprocess
import tempfile
import threading
from typing import Any

from tests.e2e.guest.seeing import Feeder

PATIENCE_S = 150
PAGE = """<!doctype html><script>
const tell = report => fetch('/report', {method: 'POST', body: JSON.stringify(report)});
const pause = ms => new Promise(done => setTimeout(done, ms));
async function watch() {
  // Labels are told only to who has had a camera once.
  const any = await navigator.mediaDevices.getUserMedia({video: true});
  any.getTracks().forEach(track => track.stop());
  const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(each => each.kind == 'videoinput');
  const vcam = cameras.find(each => each.label == 'vcam');
  const stream = await navigator.mediaDevices.getUserMedia({video: {deviceId: {exact: vcam.deviceId}}});
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const numbers = [];
  for (let look = 0; look < 60; look++) {
    await pause(100);
    context.drawImage(video, 0, 0);
    if (context.getImageData(320, 200, 1, 1).data[1] < 128) continue;  // the card is dark
    const row = context.getImageData(0, 8, 256, 1).data;
    let number = 0;
    for (let bit = 0; bit < 16; bit++) if (row[(bit * 16 + 8) * 4] > 128) number |= 1 << bit;
    numbers.push(number);
  }
  return {labels: cameras.map(each => each.label), size: [canvas.width, canvas.height], numbers};
}
watch().then(tell, error => tell({error: String(error)}));
</script>"""
OPTIONS = (
    *("--headless", "--no-sandbox", "--no-zygote", "--disable-gpu", "--no-first-run"),
    *("--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"),
    *("--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking"),
)


def watch_in_chromium() -> dict[str, Any]:
    """Let a page look at the camera for some seconds; give what it saw."""
    told: dict[str, Any] = {}
    has_told = threading.Event()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def do_POST(self) -> None:
            told.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            has_told.set()

        def log_message(self, format: str, *args: object) -> None:
            """Keep the report's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = subprocess.Popen(
            ["chromium", *OPTIONS, f"--user-data-dir={profile}", address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if not has_told.wait(PATIENCE_S):
                raise TimeoutError(f"Chromium told nothing within {PATIENCE_S} s")
        finally:
            browser.kill()
            browser.wait()
            server.shutdown()
            server.server_close()
    return told


def main() -> None:
    """Feed the virtual camera, and let a page look at it."""
    feeder = Feeder()
    print("\nREPORT " + json.dumps(watch_in_chromium()), flush=True)
    feeder.end()


if __name__ == "__main__":
    main()
