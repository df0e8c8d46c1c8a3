"use strict";
// The whole page: find communities by name, alias, address or pinyin, show them, print them. No network, no HTML made
// of data. A phone number is shown, never searched: the list is no reverse phone book.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const STEP = 40; // communities shown at first and with each "more"
  const FEW = 5; // with fewer sure hits than this, what resembles the words is shown too
  const SURE = 75;

  // --- what can be searched -------------------------------------------------------------------------------------

  const NUMERALS = { 〇: "0", 零: "0", 一: "1", 二: "2", 三: "3", 四: "4", 五: "5", 六: "6", 七: "7", 八: "8", 九: "9" };
  const NONE = [];
  const sounds = new Map();
  for (const entry of data.pinyin.split("|")) {
    const [syllable, characters] = entry.split(" ");
    for (const one of characters) sounds.has(one) ? sounds.get(one).push(syllable) : sounds.set(one, [syllable]);
  }

  // Half-width, lower case, without blanks and punctuation: the form in which texts are compared. NFKC also splits
  // the apostrophe out of the pinyin that an input method has not turned into characters yet.
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const folded = (text) => Array.from(text, (one) => NUMERALS[one] ?? one);
  // What syllables that are mistaken for each other have in common: zh-z, ch-c, sh-s, ng-n, l-n, v-u.
  const near = (said) =>
    said.replace("zh", "z").replace("ch", "c").replace("sh", "s").replace(/^l/, "n").replace("ng", "n").replace("v", "u");

  function searchKey(text) {
    const bare = plain(text);
    const characters = Array.from(bare);
    return {
      text: folded(bare).join(""),
      characters: folded(bare),
      said: characters.map((one) => sounds.get(one) ?? NONE),
      spelled: characters.map((one) => sounds.get(one)?.[0] ?? one).join(""),
    };
  }

  const words = (text) => (text ? text.split("\t") : []);
  const places = data.places.map(([name, aliases, address, company, managers, station = -1, buildings = []], order) => ({
    name, aliases: words(aliases), address, company, managers, station, buildings, order,
    key: searchKey(name), also: words(aliases).map(searchKey), at: folded(plain(address)).join(""),
    companies: new Set([company, ...buildings.map((one) => one[1])]), told: [],
  }));
  for (const [kind, part, when, ends, text, numbers] of data.notices) {
    for (const one of numbers) places[one].told.push({ ends, words: `${kind}${part && ` ${part}`} ${when}：${text}` });
  }

  // --- finding --------------------------------------------------------------------------------------------------

  // Whether letters and characters mixed say a name from a place on: each character of it is met by itself, a whole
  // reading, the beginning of one (a letter, or zh, ch, sh), and the last one by any beginning. 2: all of the name is
  // said; 1: its beginning; 0: not.
  function says(key, start, query) {
    let at = new Set([0]);
    for (let i = start; i < key.characters.length && at.size; i++) {
      const next = new Set();
      for (const j of at) {
        if (query.startsWith(key.characters[i], j)) next.add(j + key.characters[i].length);
        for (const said of key.said[i]) {
          if (query[j] !== said[0]) continue;
          if (query.startsWith(said, j)) next.add(j + said.length);
          else if (said.startsWith(query.slice(j))) return 1;
          next.add(j + 1);
          if (said[1] === "h" && query[j + 1] === "h") next.add(j + 2);
        }
      }
      if (next.has(query.length)) return i === key.characters.length - 1 ? 2 : 1;
      at = next;
    }
    return 0;
  }

  function ofKey(key, query, spoken) {
    const found = key.text.indexOf(query);
    if (found === 0) return key.text === query ? 100 : 95;
    if (spoken) {
      const whole = says(key, 0, query);
      if (whole) return whole === 2 ? 86 : 80;
    }
    if (found > 0) return 70;
    if (spoken && query.length > 1) {
      for (let start = 1; start < key.characters.length; start++) if (says(key, start, query)) return 60;
    }
    return 0;
  }

  function score(place, query, spoken) {
    let best = ofKey(place.key, query, spoken);
    for (const key of place.also) best = Math.max(best, ofKey(key, query, spoken) - 5);
    return best <= 0 && query.length > 1 && place.at.includes(query) ? 50 : Math.max(best, 0);
  }

  // Whether a query is the beginning of a text but for one letter that is wrong, more, less or swapped with the next.
  function oneSlip(query, text) {
    let i = 0;
    while (i < query.length && query[i] === text[i]) i++;
    return (
      text.startsWith(query.slice(i + 1), i + 1) || text.startsWith(query.slice(i + 1), i) ||
      text.startsWith(query.slice(i), i + 1) ||
      (query[i] === text[i + 1] && query[i + 1] === text[i] && text.startsWith(query.slice(i + 2), i + 2))
    );
  }

  function soundsLike(key, wanted) {
    for (let start = 0; start + wanted.length <= key.said.length; start++) {
      if (wanted.every((one, i) => key.said[start + i].some((said) => one.has(near(said))))) return true;
    }
    return false;
  }

  function resembles(place, query, wanted) {
    const letters = /^[a-z]+$/.test(query);
    for (const key of [place.key, ...place.also]) {
      if (letters ? query.length > 3 && oneSlip(query, key.spelled) : query.length > 2 && oneSlip(query, key.text)) return 10;
      if (wanted && soundsLike(key, wanted)) return 20;
    }
    return 0;
  }

  function weighed(among, weigh) {
    const hits = [];
    for (const place of among) {
      const weight = weigh(place);
      if (weight > 0) hits.push({ place, weight });
    }
    return hits;
  }

  const ordered = (hits) =>
    hits.sort((a, b) => b.weight - a.weight || a.place.name.length - b.place.name.length || a.place.order - b.place.order);

  // Hits, best first, each {place, weight}; all of them in their order where nothing is asked.
  function find(typed, company) {
    const among = company === "" ? places : places.filter((one) => one.companies.has(Number(company)));
    const query = folded(plain(typed)).join("");
    if (!query) return among.map((place) => ({ place, weight: 0 }));
    const spoken = /[a-z]/.test(query);
    let hits = weighed(among, (one) => score(one, query, spoken));
    const parts = typed.split(/\s+/).map((one) => folded(plain(one)).join("")).filter(Boolean);
    if (!hits.length && parts.length > 1) {
      hits = weighed(among, (one) => Math.min(...parts.map((part) => score(one, part, /[a-z]/.test(part)))));
    }
    const flat = /^(.*?[^\d\s-])\s*\d+[-#\d号楼栋幢座单元室]*$/.exec(typed.normalize("NFKC").trim());
    if (!hits.length && flat) return find(flat[1], company); // a building and a room behind the name
    ordered(hits);
    if (hits.length >= FEW || (hits.length && hits[0].weight >= SURE) || query.length < 2) return hits;
    const known = new Set(hits.map((one) => one.place));
    const said = Array.from(plain(typed), (one) => sounds.get(one));
    const wanted = said.every(Boolean) ? said.map((one) => new Set(one.map(near))) : null;
    return hits.concat(ordered(weighed(among.filter((one) => !known.has(one)), (one) => resembles(one, query, wanted))));
  }

  // --- showing --------------------------------------------------------------------------------------------------

  const at = (id) => document.getElementById(id);
  const field = at("words"), company = at("company"), list = at("places"), more = at("more"), paper = at("paper");

  function make(tag, looks, ...content) {
    const made = document.createElement(tag);
    if (looks) made.className = looks;
    made.append(...content.filter((one) => one !== ""));
    return made;
  }

  // The same rule as ``dialled`` of app/public_page.py.
  function dialled(phone) {
    const [number, extension] = phone.replace(/[\s-]/g, "").split("转");
    if (!/^\+?\d{3,15}$/.test(number)) return "";
    const full = /^(1\d{10}|0[1-9]\d{8,})$/.test(number) ? "+86" + number.replace(/^0/, "") : number;
    return extension ? `${full},${extension}` : full;
  }

  function phoneLink(phone) {
    const number = dialled(phone);
    if (!number) return make("span", "", phone);
    const link = make("a", "", phone);
    link.href = "tel:" + number;
    return link;
  }

  const parted = (parts) => parts.flatMap((one, i) => (i ? ["、", one] : [one]));
  const companyOf = (number) => (number < 0 ? "没有登记供热企业" : data.companies[number][0]);
  const checked = (number) => (number < 0 ? "尚未核实" : `${data.dates[number]} 核实`);

  function companyParts(place) {
    const parts = [make("p", "", companyOf(place.company))];
    if (place.company >= 0) {
      const [, , service, duty] = data.companies[place.company];
      if (service) parts.push(make("p", "what", "客服 ", ...parted(words(service).map(phoneLink))));
      if (duty) parts.push(make("p", "what", "值班 ", phoneLink(duty)));
    }
    if (place.station >= 0) parts.push(make("p", "what", `换热站 ${data.stations[place.station]}`));
    for (const [names, of, station] of place.buildings) {
      parts.push(make("p", "split", `其中 ${names}：${companyOf(of)}${station < 0 ? "" : "，" + data.stations[station]}`));
    }
    return parts;
  }

  // What is announced for a community and is not over; the page may be looked at long after it was published.
  const toldAt = (place, tag) =>
    place.told.filter((one) => !one.ends || one.ends > Date.now()).map((one) => make(tag, "told", one.words));

  function managerParts(place) {
    const people = place.managers.map((number) => {
      const [name, phones, duty, date] = data.managers[number];
      return make("div", "", make("p", "", `管理员 ${name} `, ...parted(words(phones).map(phoneLink))),
        make("p", "what", `${data.duties[duty].replace(/\d$/, "$& ")}接听，${checked(date)}`));
    });
    return people.length ? people : [make("p", "what", "没有登记管理员，请打热力公司或热线电话")];
  }

  // The characters that were typed, marked in what was found by them.
  function marked(text, typed) {
    const start = typed ? text.toLowerCase().indexOf(typed.trim().toLowerCase()) : -1;
    if (start < 0 || !typed.trim()) return [text];
    const end = start + typed.trim().length;
    return [text.slice(0, start), make("mark", "", text.slice(start, end)), text.slice(end)];
  }

  function card({ place }) {
    const typed = field.value;
    const row = make("li", "",
      make("div", "", make("h3", "", ...marked(place.name, typed)),
        ...(place.aliases.length ? [make("p", "what", "又名 ", ...marked(place.aliases.join("、"), typed))] : []),
        make("p", "what", ...marked(place.address, typed)), ...toldAt(place, "p")),
      make("div", "", ...companyParts(place)), make("div", "who", ...managerParts(place)));
    row.tabIndex = -1;
    return row;
  }

  let hits = [], shown = 0;

  function showMore(focus) {
    const cards = hits.slice(shown, shown + STEP).map(card);
    list.append(...cards);
    shown += cards.length;
    more.hidden = shown >= hits.length;
    more.textContent = `再显示 ${Math.min(STEP, hits.length - shown)} 个（还有 ${hits.length - shown} 个）`;
    if (focus && cards.length) cards[0].focus();
    say();
  }

  // Told to a screen reader by the live region once the typing rests, not with each letter.
  let waiting = 0;
  function say() {
    const asked = plain(field.value) !== "";
    const near = hits.length > 0 && asked && hits[0].weight < SURE && hits[0].weight <= 20;
    const count = hits.length.toLocaleString("zh-CN");
    const rest = shown < hits.length ? `，显示前 ${shown} 个` : "";
    const told = !hits.length ? "没有找到。请换个写法，少打几个字，或改选“全部公司”。"
      : near ? `没有这个名称，相近的有 ${count} 个${rest}。`
      : asked ? `找到 ${count} 个${rest}。` : `共 ${count} 个${rest}。`;
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (at("status").textContent !== told) at("status").textContent = told; }, 150);
  }

  function search() {
    hits = find(field.value, company.value);
    shown = 0;
    list.replaceChildren();
    showMore(false);
  }

  // --- by hand --------------------------------------------------------------------------------------------------

  // An input method's letters come as input too, before they are characters: they find by pinyin, and as nothing here
  // writes into the field or moves the focus, the composition goes on undisturbed.
  field.addEventListener("input", search);
  company.addEventListener("change", search);
  at("search").addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", () => showMore(true));

  const KEYS = new Set(["ArrowDown", "ArrowUp", "Home", "End", "Escape"]);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !KEYS.has(event.key)) return;
    const row = event.target.closest?.("#places > li");
    const go = (next) => { event.preventDefault(); (next ?? field).focus(); };
    if (event.key === "Escape" && (row || event.target === field)) {
      event.preventDefault();
      if (!row && field.value) { field.value = ""; search(); }
      field.focus();
      field.select();
    } else if (event.target === field && event.key === "ArrowDown" && list.firstElementChild) go(list.firstElementChild);
    else if (row && event.key === "ArrowDown") go(row.nextElementSibling ?? (more.hidden ? row : more));
    else if (row && event.key === "ArrowUp") go(row.previousElementSibling);
    else if (row && event.key === "Home") go(list.firstElementChild);
    else if (row && event.key === "End") go(list.lastElementChild);
    else if (event.target === more && event.key === "ArrowUp") go(list.lastElementChild);
  });

  // --- on paper -------------------------------------------------------------------------------------------------

  function printed() {
    const named = company.value === "" ? "" : `${companyOf(Number(company.value))}，`;
    const typed = field.value.trim();
    const table = make("table", "", make("caption", "", `${named}${typed ? `“${typed}”` : ""}${hits.length.toLocaleString("zh-CN")} 个小区和单位`));
    const head = make("tr", "", ...["小区或单位", "地址", "热力公司", "管理员、电话、值班时间、核实日期"].map((one) => make("th", "", one)));
    for (const cell of head.children) cell.scope = "col";
    const body = make("tbody", "");
    for (const { place } of hits) {
      const also = place.aliases.length ? [make("div", "", `又名 ${place.aliases.join("、")}`)] : [];
      const split = place.buildings.map(([names, of]) => make("div", "", `其中 ${names}：${companyOf(of)}`));
      const people = place.managers.map((number) => {
        const [name, phones, duty, date] = data.managers[number];
        const numbers = parted(words(phones).map((one) => make("span", "", one)));
        return make("div", "", `${name} `, ...numbers, "，", make("span", "", data.duties[duty]), "，", make("span", "", checked(date)));
      });
      const station = place.station < 0 ? [] : [make("div", "", data.stations[place.station])];
      body.append(make("tr", "", make("td", "", place.name, ...also, ...toldAt(place, "div")), make("td", "", place.address),
        make("td", "", companyOf(place.company), ...station, ...split), make("td", "", ...people)));
    }
    table.append(make("thead", "", head), body);
    return table;
  }
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const one of closed) one.open = true; // what is folded is not printed
    paper.replaceChildren(printed());
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    paper.replaceChildren();
  });

  // --- notices on top -------------------------------------------------------------------------------------------

  function tellTheTime() {
    const now = Date.now();
    for (const one of document.querySelectorAll("#notices li[data-ends]")) {
      one.hidden = one.dataset.ends !== "0" && Number(one.dataset.ends) <= now;
      one.querySelector(".state").textContent = Number(one.dataset.begins) <= now ? "正在进行" : "还没有开始";
    }
    for (const one of document.querySelectorAll("#notices, #notices > details")) {
      one.hidden = !one.querySelector("li[data-ends]:not([hidden])");
    }
  }
  tellTheTime();
  setInterval(tellTheTime, 30_000);

  at("loading").remove();
  search();
})();
