(function () {
  "use strict";
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }

  // The marks of the text by id: f3-0 is the first place of finding 3, k… a key figure, t… a target.
  var places = {}, marks = all("mark, .pin"), cards = all(".card"), list = document.querySelector(".cards");
  all("[data-m]").forEach(function (element) {
    element.getAttribute("data-m").split(" ").forEach(function (id) {
      (places[id] = places[id] || []).push(element);
    });
  });
  var byNumber = {}, active = null, side = -1;
  cards.forEach(function (card) { byNumber[card.getAttribute("data-n")] = card; });

  function findingsOf(element) {
    var numbers = [];
    element.getAttribute("data-m").split(" ").forEach(function (id) {
      var found = /^f(\d+)-\d+$/.exec(id);
      if (found && numbers.indexOf(found[1]) < 0) { numbers.push(found[1]); }
    });
    return numbers;
  }

  function sidesOf(number) {
    return Object.keys(places).filter(function (id) { return id.indexOf("f" + number + "-") === 0; })
      .sort(function (a, b) { return a.split("-")[1] - b.split("-")[1]; });
  }

  function light(ids, name) {
    all("." + name).forEach(function (element) { if (!element.classList.contains("card")) { element.classList.remove(name); } });
    ids.forEach(function (id) { (places[id] || []).forEach(function (element) { element.classList.add(name); }); });
  }

  function goTo(id) {
    var element = (places[id] || [])[0] || document.getElementById(id);
    if (!element) { return; }
    var box = element.getBoundingClientRect();
    if (box.top < 60 || box.bottom > window.innerHeight - 40) { element.scrollIntoView({ block: "center" }); }
  }

  function showCard(card) {
    var top = card.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
    if (top < list.scrollTop || top + card.offsetHeight > list.scrollTop + list.clientHeight - 20) { list.scrollTop = top - 10; }
  }

  function choose(card) {
    if (active) { active.classList.remove("on"); active.removeAttribute("aria-current"); }
    active = card; side = -1;
    light([], "flash");
    if (!card) { light([], "on"); return; }
    card.classList.add("on");
    card.setAttribute("aria-current", "true");
    light(sidesOf(card.getAttribute("data-n")), "on");
    showCard(card);
    card.focus({ preventScroll: true });
  }

  // Every time it is asked for, the next place that the finding quotes.
  function nextPlace() {
    if (!active) { return; }
    var ids = sidesOf(active.getAttribute("data-n"));
    if (!ids.length) { window.scrollTo(0, 0); return; }
    side = (side + 1) % ids.length;
    light(ids.length > 1 ? [ids[side]] : [], "flash");
    goTo(ids[side]);
  }

  function lead(id) {
    var found = /^f(\d+)-(\d+)$/.exec(id);
    if (found && byNumber[found[1]]) {
      if (active !== byNumber[found[1]]) { choose(byNumber[found[1]]); }
      side = sidesOf(found[1]).indexOf(id);
    }
    light([id], "flash");
    goTo(id);
  }

  function step(by) {
    var shown = cards.filter(function (card) { return !card.hidden; });
    if (!shown.length) { return; }
    var at = active ? shown.indexOf(active) : -1;
    choose(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]);
    nextPlace();
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : event.target.parentNode;
    var link = target.closest("[data-to]"), number = target.closest("[data-f]");
    var card = target.closest(".card"), mark = target.closest("mark, .pin");
    if (link) { event.preventDefault(); lead(link.getAttribute("data-to")); return; }
    if (number) { event.preventDefault(); choose(byNumber[number.getAttribute("data-f")]); return; }
    if (card) {
      if (String(window.getSelection())) { return; } // somebody is copying
      if (active !== card) { choose(card); }
      nextPlace();
      return;
    }
    if (mark && !mark.classList.contains("off")) {
      // where several findings quote the same words, one click after the other shows each
      var numbers = findingsOf(mark).filter(function (n) { return !byNumber[n].hidden; });
      var at = active ? numbers.indexOf(active.getAttribute("data-n")) : -1;
      choose(byNumber[numbers[(at + 1) % numbers.length]]);
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) { return; }
    var key = event.key;
    if (key === "n" || key === "j") { step(1); event.preventDefault(); }
    else if (key === "p" || key === "k") { step(-1); event.preventDefault(); }
    else if (key === "Enter" && active && !/^(A|BUTTON|SUMMARY)$/.test(event.target.tagName)) { nextPlace(); event.preventDefault(); }
    else if (key === "Escape") { choose(null); if (document.activeElement) { document.activeElement.blur(); } }
  });

  var RANK = { error: 3, warning: 2, info: 1 };
  function filter() {
    var off = { severity: [], family: [] };
    all(".filters button").forEach(function (button) {
      if (button.getAttribute("aria-pressed") === "true") { return; }
      var kind = button.hasAttribute("data-severity") ? "severity" : "family";
      off[kind].push(button.getAttribute("data-" + kind));
    });
    var shown = 0;
    cards.forEach(function (card) {
      card.hidden = off.severity.indexOf(card.getAttribute("data-severity")) >= 0 || off.family.indexOf(card.getAttribute("data-family")) >= 0;
      if (!card.hidden) { shown += 1; }
    });
    marks.forEach(function (mark) {
      var left = findingsOf(mark).filter(function (n) { return !byNumber[n].hidden; });
      var worst = left.map(function (n) { return byNumber[n].getAttribute("data-severity"); })
        .sort(function (a, b) { return RANK[b] - RANK[a]; })[0];
      mark.classList.toggle("off", !left.length);
      if (worst) {
        Object.keys(RANK).forEach(function (name) { mark.classList.toggle(name, name === worst); });
        mark.classList.toggle("many", left.length > 1);
      }
    });
    all("a.number, a.across").forEach(function (link) {
      var number = link.getAttribute("data-f") || /^f(\d+)/.exec(link.getAttribute("data-to"))[1];
      link.classList.toggle("gone", byNumber[number].hidden);
    });
    if (active && active.hidden) { choose(null); }
    document.getElementById("shown").textContent = shown === cards.length ? shown : shown + "／" + cards.length;
    document.getElementById("nothing").hidden = shown > 0 || !cards.length;
  }
  all(".filters button").forEach(function (button) {
    button.addEventListener("click", function () {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  });

  window.addEventListener("beforeprint", function () { all("details:not([open])").forEach(function (fold) { fold.open = true; fold.setAttribute("data-folded", ""); }); });
  window.addEventListener("afterprint", function () { all("details[data-folded]").forEach(function (fold) { fold.open = false; fold.removeAttribute("data-folded"); }); });
})();
