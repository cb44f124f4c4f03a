// Keeps the figures of the desk up to date while it is open. Without it the page says the same when it is loaded again.
const place = document.querySelector("[data-live]");
if (place && "EventSource" in window) {
  const stream = new EventSource(place.dataset.live);
  stream.addEventListener("figures", event => {
    for (const [name, text] of Object.entries(JSON.parse(event.data))) {
      const shown = document.getElementById(name);
      if (shown && shown.textContent !== text) shown.textContent = text;
    }
    place.textContent = "These figures are kept up to date while the page is open.";
  });
}
