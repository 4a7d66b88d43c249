(function () {
  "use strict";
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  var table = document.getElementById("reports"), body = table.tBodies[0], rows = Array.prototype.slice.call(body.rows);
  var words = document.getElementById("words"), clear = document.getElementById("clear"), by = null;
  rows.forEach(function (row, index) { row.setAttribute("data-index", index); });

  function filter() {
    var wanted = words.value.trim().toLowerCase().split(/\s+/), off = {}, shown = 0;
    all("[data-verdict][aria-pressed='false']").forEach(function (button) { off[button.getAttribute("data-verdict")] = true; });
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      var fits = !off[row.getAttribute("data-verdict")] && wanted.every(function (word) { return text.indexOf(word) >= 0; });
      if (fits && by) {
        fits = by.kind === "unit" ? row.getAttribute("data-unit") === by.key
          : row.getAttribute("data-rules").split(" ").indexOf(by.key) >= 0;
      }
      row.hidden = !fits;
      if (fits) { shown += 1; }
    });
    document.getElementById("shown").textContent = shown === rows.length ? "共" + shown + "份" : "显示" + shown + "份，共" + rows.length + "份";
    document.getElementById("nothing").hidden = shown > 0;
    document.getElementById("by").textContent = by ? "：" + by.key : "";
    clear.hidden = shown === rows.length && !by && !words.value;
  }

  words.addEventListener("input", filter);
  all(".tools [data-verdict]").forEach(function (button) {
    button.addEventListener("click", function () {
      button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  });
  all("[data-by]").forEach(function (button) {
    button.addEventListener("click", function () {
      var pressed = button.getAttribute("aria-pressed") === "true";
      all("[data-by]").forEach(function (other) { other.setAttribute("aria-pressed", "false"); });
      button.setAttribute("aria-pressed", pressed ? "false" : "true");
      by = pressed ? null : { kind: button.getAttribute("data-by"), key: button.getAttribute("data-key") };
      filter();
    });
  });
  clear.addEventListener("click", function () {
    words.value = ""; by = null;
    all("[data-by]").forEach(function (button) { button.setAttribute("aria-pressed", "false"); });
    all(".tools [data-verdict]").forEach(function (button) { button.setAttribute("aria-pressed", "true"); });
    filter();
  });

  // Empty cells come last in either order; a row of a file that was not read has fewer cells and counts as empty.
  function valueOf(row, column, kind) {
    var failed = row.getAttribute("data-verdict") === "failed";
    var cell = failed && column > 0 ? (column === 12 ? row.cells[row.cells.length - 1] : null) : row.cells[column];
    if (!cell) { return null; }
    if (kind === "text") { var text = cell.textContent.trim(); return text === "—" ? null : text; }
    var order = cell.getAttribute("data-order");
    return order === "" || order === null ? null : Number(order);
  }
  all("[data-sort]").forEach(function (button) {
    button.addEventListener("click", function () {
      var head = button.parentNode, column = head.cellIndex, kind = button.getAttribute("data-sort");
      var first = kind === "number" ? "descending" : "ascending", second = kind === "number" ? "ascending" : "descending";
      var order = head.getAttribute("aria-sort") === first ? second : first, sign = order === "ascending" ? 1 : -1;
      all("th").forEach(function (other) { other.setAttribute("aria-sort", "none"); });
      head.setAttribute("aria-sort", order);
      rows.slice().sort(function (a, b) {
        var x = valueOf(a, column, kind), y = valueOf(b, column, kind);
        if (x === null || y === null) { return (x === null) - (y === null) || a.getAttribute("data-index") - b.getAttribute("data-index"); }
        var difference = kind === "text" ? x.localeCompare(y, "zh-CN") : x - y;
        return sign * difference || a.getAttribute("data-index") - b.getAttribute("data-index");
      }).forEach(function (row) { body.appendChild(row); });
    });
  });
})();
