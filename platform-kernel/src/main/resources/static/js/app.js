// The little script that every logged-in page shares. Each part works on data attributes and is
// silent where a page has none of them. Pages work without it.
(function () {
  'use strict';
  const words = document.querySelector('meta[name=jf-words]')?.dataset ?? {};
  const csrf = document.querySelector('meta[name=csrf]');

  // ---- htmx carries the CSRF token
  document.addEventListener('htmx:configRequest', (e) => {
    if (csrf) e.detail.headers[csrf.dataset.header] = csrf.content;
  });

  // ---- after a refused form the eye and the screen reader start at the summary
  document.querySelector('[data-focus]')?.focus();

  // ---- the summary names each field in the form's own words, and leads into it
  const focusable = (at) => (at.matches('input:not([type=hidden]),select,textarea,button,a') ? at
    : at.querySelector('input:not([type=hidden]),select,textarea,button'));
  document.querySelectorAll('.err-sum a[href^="#"]').forEach((a) => {
    const id = decodeURIComponent(a.hash.slice(1));
    const at = document.getElementById(id) ?? document.querySelector('main form [name="' + CSS.escape(id) + '"]:not([type=hidden])');
    const target = at && focusable(at);
    if (!target) {
      a.replaceWith(...a.childNodes);
      return;
    }
    const label = at.querySelector('legend') ?? document.querySelector('label[for="' + CSS.escape(at.id) + '"]')
      ?? at.closest('.check') ?? at.closest('fieldset')?.querySelector('legend');
    const plain = label?.cloneNode(true);
    plain?.querySelectorAll('.opt,input').forEach((n) => n.remove());
    const word = plain?.textContent.trim() ?? '';
    if (word && !a.textContent.includes(word)) a.prepend(word + (words.colon ?? ': '));
    a.addEventListener('click', (e) => {
      e.preventDefault();
      target.closest('details')?.setAttribute('open', '');
      target.focus({ preventScroll: true });
      target.closest('.field,fieldset,label')?.scrollIntoView({ block: 'center' });
    });
  });

  // ---- an opened reason asks for it at once
  document.querySelectorAll('details.reasoned').forEach((d) => d.addEventListener('toggle', () => {
    if (d.open && !document.querySelector('.err-sum')) d.querySelector('textarea')?.focus();
  }));

  // ---- on a narrow screen a row is a card, and each cell says which column it is
  const label = (root) => root.querySelectorAll('table.tb').forEach((table) => {
    const heads = [];
    table.querySelectorAll('thead tr:last-child > *').forEach((h) => {
      for (let n = 0; n < h.colSpan; n++) heads.push(h.textContent.trim());
    });
    [...table.tBodies].forEach((body) => [...body.rows].forEach((row) => {
      let at = 0;
      [...row.cells].forEach((cell) => {
        if (cell.colSpan === 1 && heads[at] && !cell.matches('.tick')) cell.dataset.label = heads[at];
        at += cell.colSpan;
      });
    }));
  });
  label(document);
  document.addEventListener('htmx:load', (e) => label(e.target.parentElement ?? document));

  // ---- what is ticked for a batch stays ticked while one turns the pages of the list, and is sent along; it goes by
  // person and list, like a draft, and ends with the window
  const batch = document.getElementById('batch');
  if (batch) {
    const boxes = [...document.querySelectorAll('td.tick input[form=batch]')];
    const key = 'jf.ticks:' + (document.querySelector('meta[name=jf-owner]')?.content ?? '') + ':' + location.pathname;
    const kept = new Set(JSON.parse(sessionStorage.getItem(key) || '[]'));
    const told = batch.querySelector('[data-ticked]');
    const keep = () => {
      boxes.forEach((b) => (b.checked ? kept.add(b.value) : kept.delete(b.value)));
      sessionStorage.setItem(key, JSON.stringify([...kept]));
      told.hidden = kept.size === 0;
      told.querySelector('b').textContent = told.dataset.ticked.replace('#', kept.size);
    };
    boxes.forEach((b) => { b.checked = kept.has(b.value); });
    keep();
    document.addEventListener('change', (e) => { if (e.target.closest('th.tick, td.tick')) keep(); });
    told.querySelector('button').addEventListener('click', () => {
      kept.clear();
      boxes.forEach((b) => { b.checked = false; });
      boxes[0]?.dispatchEvent(new Event('change', { bubbles: true }));
      keep();
    });
    batch.addEventListener('submit', (e) => {
      if (e.submitter?.name !== 'all') {
        const here = new Set(boxes.map((b) => b.value));
        [...kept].filter((v) => !here.has(v)).forEach((v) => {
          batch.append(Object.assign(document.createElement('input'), { type: 'hidden', name: boxes[0].name, value: v }));
        });
      }
      sessionStorage.removeItem(key);
    });
  }

  // ---- one box for all rows of the page
  document.querySelectorAll('input[data-tick-all]').forEach((every) => {
    const rows = () => [...every.closest('table').querySelectorAll('td.tick input[type=checkbox]')];
    const agree = () => {
      const on = rows().filter((r) => r.checked).length;
      every.checked = on > 0 && on === rows().length;
      every.indeterminate = on > 0 && on < rows().length;
    };
    every.hidden = false;
    every.addEventListener('change', () => { rows().forEach((r) => { r.checked = every.checked; }); agree(); });
    every.closest('table').addEventListener('change', (e) => { if (e.target !== every) agree(); });
    agree();
  });

  // ---- charts: the library is fetched only where there is one to draw
  const charts = document.querySelector('meta[name=jf-charts]');
  if (charts && document.querySelector('[data-chart]')) {
    const load = (src, then) => {
      const s = document.createElement('script');
      s.src = src;
      s.onload = then ?? null;
      document.head.append(s);
    };
    load(charts.dataset.echarts, () => load(charts.content));
  }

  // ---- a village's select offers only the villages of the chosen township
  document.querySelectorAll('select[data-below]').forEach((lower) => {
    const upper = lower.form.elements[lower.dataset.below];
    const groups = [...lower.querySelectorAll('optgroup')];
    const narrow = () => {
      const chosen = lower.value;
      groups.forEach((g) => g.remove());
      groups.filter((g) => upper.value && g.querySelector('option')?.value.startsWith(upper.value)).forEach((g) => lower.append(g));
      lower.value = [...lower.options].some((o) => o.value === chosen) ? chosen : '';
    };
    upper.addEventListener('change', narrow);
    narrow();
  });

  // ---- stepper: minus and plus beside a quantity
  document.querySelectorAll('[data-step]').forEach((b) => b.addEventListener('click', () => {
    const input = b.parentElement.querySelector('input');
    const step = parseFloat(b.dataset.step);
    const digits = (b.dataset.step.split('.')[1] ?? '').length;
    const next = Math.max(0, (parseFloat(input.value) || 0) + step);
    input.value = next.toFixed(digits);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }));

  // ---- drafts: what staff typed into a form survives a log-in in the same tab, for the one who typed it alone.
  // A form's draft goes by its owner and by where it is sent to, so that it is the same draft when the form comes
  // back with errors.
  const owner = document.querySelector('meta[name=jf-owner]')?.content ?? '';
  const keepable = (el) => el.name && el.name !== csrf?.dataset.field && !['hidden', 'password', 'file', 'submit', 'button'].includes(el.type);
  const DRAFT = 'jf.draft:';
  const draftKey = (form) => DRAFT + owner + ':' + new URL(form.getAttribute('action') || location.href, location.href).pathname + ':' + (form.dataset.draft || '');
  const read = (form) => [...form.elements].filter(keepable)
    .map((el) => [el.name, el.value, ['checkbox', 'radio'].includes(el.type) ? el.checked : null]);
  const write = (form, values) => values.forEach(([name, value, on]) => {
    [...form.elements].filter((el) => el.name === name && keepable(el) && (on === null || el.value === value))
      .forEach((el) => {
        if (on === null) el.value = value; else el.checked = on;
        // a township brings its villages, into which the next value goes
        if (el.tagName === 'SELECT') el.dispatchEvent(new Event('change', { bubbles: true }));
      });
  });
  const staff = document.querySelector('.shell') !== null;
  const forms = [...document.querySelectorAll('form[data-draft], .shell main form[method=post]')]
    .filter((f) => f.dataset.draft !== undefined || f.querySelector('.form-foot') || (f.matches('.reasoned-b') && f.querySelector('textarea')));
  // Somebody else in this tab: what was typed before is not his to see. Whoever logs out himself leaves nothing either.
  const forget = (which) => Object.keys(sessionStorage).filter((k) => k.startsWith(DRAFT) && which(k))
    .forEach((k) => sessionStorage.removeItem(k));
  if (staff && owner) forget((k) => !k.startsWith(DRAFT + owner + ':'));
  document.querySelector('form[action$="/logout"]')?.addEventListener('submit', () => forget(() => true));
  // A sent draft is dropped once a page of ours has answered it, neither the log-in nor a page that says why not.
  const sent = sessionStorage.getItem('jf.sent');
  const loggedIn = document.referrer !== '' && new URL(document.referrer).pathname.startsWith('/login');
  if (sent && loggedIn) sessionStorage.removeItem('jf.sent');
  else if (sent && !document.querySelector('main .err-sum, .errpage')) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem('jf.sent');
  }
  forms.forEach((form) => {
    const key = draftKey(form);
    const fresh = JSON.stringify(read(form));
    const kept = sessionStorage.getItem(key);
    if (kept && !form.querySelector('.err-sum')) {
      const draft = JSON.parse(kept);
      if (JSON.stringify(draft) !== fresh) {
        write(form, draft);
        const note = document.createElement('div');
        note.className = 'note mt-b';
        note.setAttribute('role', 'status');
        note.textContent = (words.draft ?? '') + ' ';
        const drop = document.createElement('button');
        drop.type = 'button';
        drop.className = 'btn btn-sm';
        drop.textContent = words.draftDrop ?? '';
        drop.addEventListener('click', () => { write(form, JSON.parse(fresh)); sessionStorage.removeItem(key); note.remove(); });
        note.append(drop);
        form.before(note);
        form.closest('details')?.setAttribute('open', '');
      }
    }
    const keep = () => sessionStorage.setItem(key, JSON.stringify(read(form)));
    form.addEventListener('input', keep);
    form.addEventListener('submit', () => { keep(); sessionStorage.setItem('jf.sent', key); });
  });

  // ---- live: <form data-live="/path"> asks again what depends on its fields, such as the earliest harvest day,
  // and renews its [data-live-part]s; the button [data-live-go] does the same without script
  document.querySelectorAll('form[data-live]').forEach((form) => {
    let turn = 0;
    let timer = 0;
    let touched = null;
    const hide = () => form.querySelectorAll('[data-live-go]').forEach((b) => { b.hidden = true; });
    const ask = () => {
      const mine = ++turn;
      const fields = [...new FormData(form)].filter(([n, v]) => typeof v === 'string' && v !== '' && n !== csrf?.dataset.field);
      fetch(form.dataset.live + '?' + new URLSearchParams(fields)).then((answer) => (answer.ok ? answer.text() : '')).then((text) => {
        if (!text || mine !== turn) return;
        const page = new DOMParser().parseFromString(text, 'text/html');
        form.querySelectorAll('[data-live-part]').forEach((part) => {
          const fresh = page.querySelector('[data-live-part="' + part.dataset.livePart + '"]');
          const at = document.activeElement;
          // what is being typed into stays under the finger
          if (!fresh || (part.contains(at) && at === touched && at.matches('input[type=text]'))) return;
          part.replaceWith(fresh);
          if (at?.name) [...form.elements].find((el) => el.name === at.name && el.value === at.value)?.focus({ preventScroll: true });
        });
        hide();
      }, () => {});
    };
    form.addEventListener('input', (e) => {
      if (e.target.type === 'file') return;
      clearTimeout(timer);
      touched = e.target;
      // an answer to what stood here before is late now: it must not put the old fields back over the new ones
      turn++;
      timer = setTimeout(ask, 300);
    });
    hide();
  });

  // ---- live figures: what has data-renew="seconds" and an id is fetched anew from the same address, while the page is
  // in sight and nothing inside it is open or has the focus
  document.querySelectorAll('[data-renew][id]').forEach((first) => {
    setInterval(() => {
      const part = document.getElementById(first.id);
      if (!part || document.hidden || part.contains(document.activeElement) || part.querySelector('details[open]')) return;
      fetch(location.href).then((answer) => (answer.ok && !answer.redirected ? answer.text() : '')).then((text) => {
        const fresh = text && new DOMParser().parseFromString(text, 'text/html').getElementById(first.id);
        if (fresh) {
          label(fresh);
          part.replaceWith(fresh);
        }
      }, () => {});
    }, Number(first.dataset.renew) * 1000);
  });

  // ---- photos are made small before they are sent: 1600 px and at most 400 KB
  const SIDE = 1600;
  const BYTES = 400 * 1024;
  async function smaller(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    for (const quality of [0.85, 0.7, 0.5, 0.35]) {
      const blob = await new Promise((done) => { canvas.toBlob(done, 'image/jpeg', quality); });
      if (blob && (blob.size <= BYTES || quality === 0.35)) return new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' });
    }
    return file;
  }
  document.querySelectorAll('input[type=file][accept^="image/"]').forEach((input) => input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file || file.size <= BYTES) return;
    try {
      const box = new DataTransfer();
      box.items.add(await smaller(file));
      input.files = box.files;
    } catch { /* sent as it is; the server looks at it anyway */ }
  }));

  // ---- outbox: <form data-outbox="..."> of the farm's phone. An entry stays in the phone until the
  // server has acknowledged it; its requestKey makes sending it twice harmless. What is sent late and refused is kept
  // by the server, which says so; everything else stays here.
  const BOX = 'jf.outbox';
  const all = () => { try { return JSON.parse(localStorage.getItem(BOX)) ?? []; } catch { return []; } };
  const mine = () => all().filter((e) => e.owner === owner);
  const save = (entries) => { localStorage.setItem(BOX, JSON.stringify(entries)); show(); };
  const drop = (key) => save(all().filter((e) => e.key !== key));
  function show() {
    const n = mine().length;
    document.querySelectorAll('[data-outbox].outbox').forEach((box) => {
      box.classList.toggle('on', n > 0);
      box.querySelector('[data-outbox-text]').textContent = box.dataset.word.replace('%', n);
    });
  }
  const send = (entry, late) => {
    const body = new URLSearchParams(entry.fields);
    if (csrf) body.set(csrf.dataset.field, csrf.content);
    return fetch(entry.url, { method: 'POST', body, headers: { 'X-Outbox': late ? 'late' : 'now' }, redirect: 'follow' });
  };
  const acknowledged = (answer) => answer.ok && !new URL(answer.url).pathname.startsWith('/login');
  async function flush() {
    let refused = 0;
    for (const entry of mine()) {
      try {
        const answer = await send(entry, true);
        if (acknowledged(answer)) drop(entry.key);
        else if (answer.headers.has('X-Outbox-Kept')) {
          drop(entry.key);
          refused++;
        }
      } catch { break; }
    }
    if (refused) tell(refused);
  }
  function tell(refused) {
    const note = document.createElement('div');
    note.className = 'note note-warn mt-b';
    note.setAttribute('role', 'status');
    note.append((words.refused ?? '').replace('%', refused) + ' ');
    note.append(Object.assign(document.createElement('a'), { href: '/portal/refused-entries', textContent: words.see ?? '' }));
    document.querySelector('main')?.prepend(note);
  }
  // Back to the form with what was typed, under the same key.
  function refill(entry) {
    if (entry.live) {
      location.assign(entry.live + '?' + new URLSearchParams(entry.fields));
      return;
    }
    sessionStorage.setItem('jf.refill', JSON.stringify(entry));
    location.assign(entry.page);
  }
  document.querySelectorAll('form[data-outbox]').forEach((form) => {
    const again = JSON.parse(sessionStorage.getItem('jf.refill') ?? 'null');
    if (again && again.page === location.pathname + location.search) {
      sessionStorage.removeItem('jf.refill');
      const box = (n) => ['radio', 'checkbox'].includes([...form.elements].find((el) => el.name === n)?.type);
      write(form, again.fields.filter(([n]) => !box(n)).map(([n, v]) => [n, v, null]));
      form.querySelectorAll('input[type=radio],input[type=checkbox]').forEach((el) => {
        el.checked = again.fields.some(([n, v]) => n === el.name && v === el.value);
      });
      const key = again.fields.find(([n]) => n === 'requestKey');
      if (key) form.elements.requestKey.value = key[1];
    }
    form.addEventListener('submit', (e) => {
      const files = [...form.querySelectorAll('input[type=file]')].some((f) => f.files.length > 0);
      const requestKey = form.elements.requestKey?.value;
      if (files || !requestKey || e.submitter?.name) return; // sent the plain way
      e.preventDefault();
      const fields = [...new FormData(form)].filter(([n]) => n !== csrf?.dataset.field);
      const entry = { key: requestKey, owner, url: form.action, page: location.pathname + location.search, live: form.dataset.live, fields };
      save([...all().filter((x) => x.key !== entry.key), entry]);
      send(entry).then((answer) => {
        if (acknowledged(answer)) {
          drop(entry.key);
          location.assign(answer.url);
        } else if (answer.status === 422 || answer.status === 409) {
          drop(entry.key);
          form.submit();
        } else {
          kept(form);
        }
      }, () => kept(form));
    });
  });
  function kept(form) {
    const note = document.createElement('div');
    note.className = 'note note-warn';
    note.setAttribute('role', 'status');
    note.textContent = words.kept ?? '';
    form.before(note);
    note.scrollIntoView();
    form.reset();
    // The next entry is another one. crypto.randomUUID is missing on plain http, getRandomValues is not.
    form.elements.requestKey.value = [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  }
  document.querySelectorAll('[data-refill]').forEach((b) => b.addEventListener('click', () => refill(JSON.parse(b.dataset.refill))));
  document.querySelectorAll('[data-outbox-send]').forEach((b) => b.addEventListener('click', flush));
  window.addEventListener('online', flush);
  show();
  if (mine().length) flush();
}());
