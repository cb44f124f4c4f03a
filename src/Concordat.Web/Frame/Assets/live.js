// Keeps an open page up to date, or says that it is not. Without it the page says the same when it is loaded again.
const place = document.querySelector("[data-live]");
let stream;

// A hidden page holds no connection; it catches up when it is looked at again.
function follow() {
  if (document.hidden || stream?.readyState === EventSource.CONNECTING || stream?.readyState === EventSource.OPEN) return;
  stream = new EventSource(place.dataset.live);
  stream.addEventListener("figures", event => figures(JSON.parse(event.data)));
  stream.addEventListener("marks", event => marks(JSON.parse(event.data)));
}

function leave() {
  if (document.hidden) stream?.close();
  else follow();
}

// Texts by the id of their place.
function figures(texts) {
  for (const [name, text] of Object.entries(texts)) {
    const shown = document.getElementById(name);
    if (shown && shown.textContent !== text) shown.textContent = text;
  }
  say("These figures are kept up to date while the page is open.");
}

// What a page shows has a mark; another mark says that it has changed since.
async function marks(now) {
  const mark = now[place.dataset.liveKey];
  if (mark === undefined || mark === place.dataset.liveMark) return;
  const part = document.querySelector("[data-live-part]");
  if (part && !part.contains(document.activeElement) && await renew(part)) return;
  place.dataset.liveMark = mark;
  say(place.dataset.liveHint + " ");
  const again = document.createElement("a");
  again.href = location.pathname;
  again.textContent = "Load it again";
  place.append(again, ".");
}

// The part as the server draws it now; nothing moves under whoever is reading with the keyboard.
async function renew(part) {
  const answer = await fetch(location.pathname, { headers: { accept: "text/html" }, redirect: "error" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live-part]"), mark = page.querySelector("[data-live]");
  if (!fresh || !mark) return false;
  part.replaceChildren(...fresh.childNodes);
  part.classList.remove("renewed");
  void part.offsetWidth;
  part.classList.add("renewed");
  place.dataset.liveMark = mark.dataset.liveMark;
  say(place.dataset.liveRenewed);
  return true;
}

function say(text) {
  if (place.textContent !== text) place.textContent = text;
}

if (place && "EventSource" in window) {
  follow();
  document.addEventListener("visibilitychange", leave);
  addEventListener("pagehide", () => stream?.close());
}
