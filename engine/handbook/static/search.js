// Search over the index that lies beside this file. Without it every page is still reached from the contents.
(function () {
  "use strict";
  const form = document.querySelector("form.search");
  const box = document.getElementById("tim");
  const results = document.querySelector(".results");
  const root = document.body.dataset.root;
  const most = 40;

  function bare(text) {
    return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  }

  const rows = (window.HOSO_INDEX || []).map(function (row) {
    return { row: row, head: bare(row.t + " " + row.i), all: bare(row.t + " " + row.i + " " + row.x) };
  });

  function found(words) {
    return rows
      .filter(function (item) { return words.every(function (word) { return item.all.includes(word); }); })
      .map(function (item) {
        const inHead = words.filter(function (word) { return item.head.includes(word); }).length;
        return { row: item.row, rank: inHead };
      })
      .sort(function (a, b) { return b.rank - a.rank; });
  }

  function show(hits) {
    const list = results.querySelector("ol");
    list.replaceChildren();
    hits.slice(0, most).forEach(function (hit) {
      const entry = document.createElement("li");
      const link = document.createElement("a");
      const sort = document.createElement("span");
      link.href = root + hit.row.u;
      link.textContent = hit.row.t;
      sort.className = "sort";
      sort.textContent = " " + hit.row.s + ": " + hit.row.i;
      entry.append(link, sort);
      list.append(entry);
    });
    const count = results.querySelector(".count");
    count.textContent = hits.length ? hits.length + " " + document.body.dataset.found : document.body.dataset.none;
  }

  function search() {
    const words = bare(box.value).split(/\s+/).filter(Boolean);
    results.hidden = words.length === 0;
    if (words.length) { show(found(words)); }
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    const first = results.querySelector("a");
    if (first) { first.focus(); }
  });
  box.addEventListener("input", search);
  search();
})();
