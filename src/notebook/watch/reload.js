// What a watched notebook's page does: loads itself again where there is a new one, and shows what is said.
// Plain JavaScript, for it is put into the page as it stands.
(function () {
  "use strict";
  const version = JSON.parse(document.querySelector("script[data-watch]").textContent);
  const place = document.createElement("output");
  place.className = "watching";
  (document.querySelector(".bar .where") || document.body).append(place);
  const events = new EventSource("events");
  events.addEventListener("version", ({ data }) => {
    // Where one was, one is: browsers keep the place through a reload.
    if (Number(JSON.parse(data)) !== version) location.reload();
  });
  events.addEventListener("said", ({ data }) => {
    place.textContent = JSON.parse(data);
  });
  events.addEventListener("error", () => {
    place.textContent = "no longer watched";
  });
})();
