/* Comforts on top of pages that work without it: drag and drop, progress of the upload, focus after a change. */
(function () {
  "use strict";

  function byId(id) { return document.getElementById(id); }

  /* ---- folders that were dropped: every file with its path */
  function readAll(reader) {
    return new Promise(function (resolve, reject) {
      var all = [];
      (function next() {
        reader.readEntries(function (part) {
          if (!part.length) { resolve(all); return; }
          all = all.concat(part);
          next();
        }, reject);
      })();
    });
  }
  function filesOf(entry, prefix) {
    if (entry.isFile) {
      return new Promise(function (resolve, reject) {
        entry.file(function (file) { resolve([{ file: file, name: prefix + file.name }]); }, reject);
      });
    }
    return readAll(entry.createReader()).then(function (entries) {
      return Promise.all(entries.map(function (inner) { return filesOf(inner, prefix + entry.name + "/"); }));
    }).then(function (lists) { return [].concat.apply([], lists); });
  }
  function dropped(transfer) {
    var entries = Array.prototype.map.call(transfer.items || [], function (item) {
      return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
    }).filter(Boolean);
    if (!entries.length) {
      return Promise.resolve(Array.prototype.map.call(transfer.files, function (file) { return { file: file, name: file.name }; }));
    }
    return Promise.all(entries.map(function (entry) { return filesOf(entry, ""); })).then(function (lists) {
      return [].concat.apply([], lists);
    });
  }

  /* ---- words come with the page, in its language */
  function filled(words, values) {
    return words.replace(/\{(\w+)\}/g, function (_all, name) { return values[name]; });
  }
  function decimal(number) {
    return number.toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  }

  /* ---- sending */
  function complain(words) {
    var place = byId("gui-loi");
    place.textContent = words;
    place.hidden = false;
    byId("gui-tien-do").hidden = true;
    byId("gui-nut").disabled = false;
  }
  function send(form, items) {
    var most = Number(form.dataset.most), count = Number(form.dataset.files);
    var size = items.reduce(function (sum, item) { return sum + item.file.size; }, 0);
    var words = form.dataset;
    if (!items.length) { complain(words.none); return; }
    if (items.length > count) { complain(filled(words.many, { number: items.length, most: count })); return; }
    if (size > most) { complain(filled(words.heavy, { most: Math.round(most / 1048576) })); return; }
    var data = new FormData();
    items.forEach(function (item) { data.append("files", item.file, item.name); });
    byId("gui-loi").hidden = true;
    byId("gui-tien-do").hidden = false;
    byId("gui-nut").disabled = true;
    var request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Hoso", "1");
    request.responseType = "json";
    request.upload.onprogress = function (event) {
      if (event.lengthComputable) { byId("gui-thanh").value = 100 * event.loaded / event.total; }
    };
    request.onload = function () {
      var answer = request.response || {};
      if (request.status === 200 && answer.next) { window.location.assign(answer.next); return; }
      complain((answer.error || words.refused) + " " + (answer.advice || ""));
    };
    request.onerror = function () { complain(words.unsent); };
    request.send(data);
  }
  function picked(form) {
    var all = [];
    ["files", "folder"].forEach(function (name) {
      Array.prototype.forEach.call(form.elements[name].files, function (file) {
        all.push({ file: file, name: file.webkitRelativePath || file.name });
      });
    });
    return all;
  }
  function prepareUpload(form) {
    var place = byId("tha");
    place.classList.add("live");
    form.addEventListener("change", function () {
      var items = picked(form);
      var size = items.reduce(function (sum, item) { return sum + item.file.size; }, 0) / 1048576;
      byId("da-chon").textContent = items.length
        ? filled(form.dataset.chosen, { number: items.length, size: decimal(size) })
        : byId("da-chon").dataset.none;
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      send(form, picked(form));
    });
    ["dragenter", "dragover"].forEach(function (name) {
      place.addEventListener(name, function (event) { event.preventDefault(); place.classList.add("over"); });
    });
    ["dragleave", "drop"].forEach(function (name) {
      place.addEventListener(name, function () { place.classList.remove("over"); });
    });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      dropped(event.dataTransfer).then(function (items) { send(form, items); }, function () {
        complain(form.dataset.undropped);
      });
    });
    /* a file dropped beside the place must not replace the page */
    ["dragover", "drop"].forEach(function (name) {
      window.addEventListener(name, function (event) { event.preventDefault(); });
    });
  }

  /* ---- after a change: say the new result, keep the reader's place */
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "loi") { byId("loi").focus(); return; }
    byId("loi").textContent = "";
    var said = document.querySelector(".said-now[data-changed]");
    if (said) {
      said.removeAttribute("data-changed");
      said.focus({ preventScroll: false });
    } else if (event.detail.target.classList.contains("slot")) {
      var field = event.detail.target.querySelector("select, input:not([type=hidden])");
      if (field) { field.focus(); }
    }
  });
  document.addEventListener("htmx:sendError", function () {
    window.alert(document.body.dataset.lost);
  });
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });

  if (byId("gui")) { prepareUpload(byId("gui")); }
})();
