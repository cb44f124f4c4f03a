// Judging without waiting: answers go into a queue on this device first, from there to the server, each under an id of its own, so that sending one again changes nothing.
// Without scripts the same forms post themselves.
const root = document.getElementById('judging');
const FEWEST = 5, LOW = 6, RETRY = 4000;

if (root) {
  const list = document.getElementById('tasks');
  const waiting = document.getElementById('waiting');
  const undoButton = document.getElementById('undo');
  const keys = document.getElementById('keys');
  const prefix = `concordat-judging:${root.dataset.key}:`;
  const took = JSON.parse(root.dataset.took);
  const history = [];
  let answered = Number(root.dataset.answered), atMost = Number(root.dataset.atMost);
  let current = null, shownAt = 0, sending = false, fetching = false, timer = 0, trouble = '', serial = 0;

  const hex = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  const token = () => root.querySelector('input[name="form-token"]').value;
  const all = () => [...list.querySelectorAll('section.task')];
  // Where the device keeps nothing (full, or told not to), entries wait in the page.
  const inPage = new Map();
  const queue = () => [...Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => [key, JSON.parse(localStorage.getItem(key))]), ...inPage]
    .sort(([one], [other]) => (one < other ? -1 : 1));
  function drop(key) {
    inPage.delete(key);
    localStorage.removeItem(key);
  }

  // One entry for each operation: two tabs can add and remove without a common list that one of them would overwrite.
  function enqueue(operation) {
    // After the newest, even where the device's clock was set back in between: what was taken back must not arrive after its successor.
    const newest = Number(queue().at(-1)?.[0].slice(prefix.length, prefix.length + 15) ?? 0);
    const key = `${prefix}${String(Math.max(Date.now(), newest + 1)).padStart(15, '0')}-${String(serial++).padStart(6, '0')}-${hex().slice(0, 8)}`;
    const entry = { ...operation, at: Date.now() };
    try {
      localStorage.setItem(key, JSON.stringify(entry));
    } catch {
      inPage.set(key, entry);
    }
    send();
  }

  async function post(path, fields) {
    const body = new URLSearchParams({ 'form-token': token(), ...fields });
    return fetch(`${root.dataset.base}/${path}`, { method: 'POST', body, credentials: 'same-origin', headers: { Accept: 'application/json' } });
  }

  async function refreshToken() {
    const page = await load();
    const fresh = page?.querySelector('input[name="form-token"]')?.value;
    if (fresh) for (const input of document.querySelectorAll('input[name="form-token"]')) input.value = fresh;
    return Boolean(fresh);
  }

  async function send() {
    if (sending) return;
    sending = true;
    trouble = '';
    try {
      for (let next = queue()[0]; next; next = queue()[0]) {
        const [key, { path, fields, at }] = next;
        const full = path === 'answers' ? { ...fields, ago: Math.max(0, Date.now() - at) } : fields;
        let answer = await post(path, full);
        if (answer.status === 400 && await refreshToken()) answer = await post(path, full);
        // What is refused for good (answered elsewhere, closed, no answer) is not sent for ever; whatever else goes wrong, it stays here.
        if ((answer.ok && !answer.redirected) || [409, 410, 422].includes(answer.status)) {
          drop(key);
          if (answer.status === 410) trouble = 'The round closed before one of your answers was given.';
          else if (answer.status === 409) trouble = 'One of your answers was not taken: its task has another one from you, given elsewhere.';
          else if (answer.status === 422) trouble = 'One of your answers was not taken: its task does not have it.';
        } else {
          trouble = answer.status === 403 ? 'You do not take part here at the moment: your answers are kept on this device, and not sent.' : [400, 401].includes(answer.status) ? 'Sign in again and open this page: your answers are kept on this device until then.' : 'The server does not take answers right now.';
          break;
        }
      }
    } catch {
      trouble = 'There is no connection.';
    }
    sending = false;
    tell();
    clearTimeout(timer);
    if (queue().length > 0) timer = setTimeout(send, RETRY);
  }

  function tell() {
    const count = queue().length;
    const where = inPage.size > 0 ? 'in this page, which must stay open until they are sent' : 'on this device and will be sent';
    const text = count === 0 ? trouble : `${trouble ? trouble + ' ' : ''}${count} ${count === 1 ? 'entry waits' : 'entries wait'} ${where}. You can go on.`;
    waiting.hidden = text === '' || (count > 0 && trouble === '');
    if (waiting.textContent !== text) waiting.textContent = text;
    waiting.dataset.count = String(count);
    document.getElementById('answered').textContent = String(answered);
    document.getElementById('at-most').textContent = String(atMost);
    const bar = document.getElementById('progress');
    bar.max = Math.max(1, answered + atMost);
    bar.value = answered;
    undoButton.disabled = answered === 0;
    document.getElementById('time').textContent = time();
  }

  function time() {
    if (atMost === 0) return '';
    const last = took.slice(0, 25).sort((a, b) => a - b);
    if (last.length < FEWEST) return `No estimate of the time yet: it takes ${FEWEST} of your own answers.`;
    const middle = last.length % 2 ? last[(last.length - 1) / 2] : (last[last.length / 2 - 1] + last[last.length / 2]) / 2;
    const seconds = Math.max(1, Math.round(middle / 1000)), quarter = Math.floor(last.length / 4);
    const [least, most] = [last[quarter], last[last.length - 1 - quarter]].map((one) => Math.ceil(one * atMost / 60000));
    return `${least === most ? 'About' : `Between ${least} and`} ${most} ${most === 1 ? 'minute' : 'minutes'} for all of them: an estimate from your own median of ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and the middle half of your last ${last.length} answers. Breaks come on top.`;
  }

  function show(section, focus = true) {
    for (const other of all()) other.hidden = other !== section;
    document.getElementById('end').hidden = section !== null;
    current = section;
    shownAt = performance.now();
    if (focus) (section ? section.querySelector('h2') : document.getElementById('end')).focus();
    if (section) section.querySelector('h2').scrollIntoView({ block: 'nearest' });
    if (all().filter((task) => !task.dataset.done).length < LOW) more();
  }

  const next = () => all().find((task) => !task.dataset.done) ?? null;

  async function load() {
    try {
      const answer = await fetch(root.dataset.base, { credentials: 'same-origin' });
      if (!answer.ok || answer.redirected) return null;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html'), there = page.getElementById('judging');
      // Somebody else has signed in meanwhile: their tasks do not come here, and nothing from here goes out in their name.
      return there && there.dataset.key !== root.dataset.key ? null : page;
    } catch {
      return null;
    }
  }

  async function more() {
    if (fetching) return;
    fetching = true;
    const page = await load();
    let added = 0;
    for (const section of page?.querySelectorAll('section.task') ?? []) {
      if (document.getElementById(section.id)) continue;
      const copy = document.importNode(section, true);
      copy.hidden = true;
      list.append(copy);
      wire(copy);
      added++;
    }
    fetching = false;
    if (added > 0 && current === null) show(next());
  }

  function finish(section, operation, milliseconds) {
    section.dataset.done = 'yes';
    history.push({ section, id: operation.path === 'answers' ? operation.fields.id : null, milliseconds });
    if (operation.path === 'answers') {
      answered++;
      took.unshift(milliseconds);
    }
    atMost = Math.max(0, atMost - 1);
    enqueue(operation);
    tell();
    show(next());
  }

  function give(section, say) {
    const form = section.querySelector('form.answers');
    const fields = Object.fromEntries([...new FormData(form)].filter(([name]) => !['form-token', 'shown'].includes(name)));
    const fault = form.querySelector('.fault');
    const marked = fields.value === 'marked';
    fault.textContent = say !== 'Value' ? '' : !fields.value ? 'Choose an answer, pass, or say that you have no opinion.'
      : marked && !(Number(fields.start) < Number(fields.end) && fields.start !== '') ? 'Say which part: select it in the text, or give its characters.'
        : marked && !fields.comment.trim() ? 'Say what about it.' : '';
    fault.hidden = fault.textContent === '';
    if (!fault.hidden) return;
    const milliseconds = Math.round(performance.now() - shownAt);
    finish(section, { path: 'answers', fields: { ...fields, say, id: hex(), task: section.dataset.task, ...(milliseconds < 1800000 ? { took: milliseconds } : {}) } }, milliseconds);
  }

  const skip = (section) => finish(section, { path: 'skip', fields: { task: section.dataset.task } }, 0);

  function undo() {
    while (history.length && history.at(-1).id === null) history.pop();
    const last = history.pop();
    if (!last) {
      if (queue().length === 0 && answered > 0) undoButton.form.submit();
      return;
    }
    const held = queue().find(([, operation]) => operation.path === 'answers' && operation.fields.id === last.id);
    // It may be on its way already: the server is told in any case, and keeps out one that arrives later.
    if (held && !sending) drop(held[0]);
    enqueue({ path: 'undo', fields: { id: last.id } });
    took.shift();
    answered--;
    atMost++;
    delete last.section.dataset.done;
    tell();
    show(last.section);
  }

  function wire(section) {
    const form = section.querySelector('form.answers');
    for (const key of section.querySelectorAll('kbd')) key.hidden = !keys.checked;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      give(section, event.submitter?.value ?? 'Value');
    });
    section.querySelector('form.skip-form').addEventListener('submit', (event) => {
      event.preventDefault();
      skip(section);
    });
    const text = section.querySelector('.markable');
    if (text) wireSpan(form, text);
  }

  function wireSpan(form, text) {
    const start = form.elements.start, end = form.elements.end, preview = form.querySelector('.preview');
    const paint = () => {
      const [from, to] = [Number(start.value), Number(end.value)];
      preview.hidden = !(start.value !== '' && from < to);
      if (preview.hidden) return;
      const mark = document.createElement('mark');
      mark.textContent = text.value.slice(from, to);
      preview.replaceChildren('You marked: ', mark);
      form.elements.value.value = 'marked';
    };
    const take = () => {
      if (text.selectionStart === text.selectionEnd) return;
      start.value = text.selectionStart;
      end.value = text.selectionEnd;
      paint();
    };
    // A read-only field has no caret to select with; this one has, and takes no typing.
    text.readOnly = false;
    text.setAttribute('aria-readonly', 'true');
    text.addEventListener('beforeinput', (event) => event.preventDefault());
    for (const event of ['select', 'keyup', 'mouseup', 'touchend']) text.addEventListener(event, take);
    for (const field of [start, end]) field.addEventListener('input', paint);
  }

  function press(event) {
    const target = event.target;
    if (target.matches('textarea, input[type="number"], input[type="text"]') && event.key === 'Escape') {
      current?.querySelector('h2').focus();
      return;
    }
    if (!keys.checked || !current && event.key !== 'u' || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])')) return;
    const warned = current?.querySelector('details.warned');
    const isVeiled = warned && !warned.open;
    const radios = current ? [...current.querySelectorAll('input[name="value"]')] : [];
    const at = radios.findIndex((radio) => radio.checked);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === 'u') undo();
    else if (event.key === 's') skip(current);
    else if (isVeiled) {
      if (event.key !== 'Enter' || target.matches('button, a, summary')) return;
      warned.open = true;
    } else if (/^[1-9]$/.test(event.key) && radios[Number(event.key) - 1]) {
      radios[Number(event.key) - 1].checked = true;
      give(current, 'Value');
    } else if (step && !target.matches('input[type="radio"]')) {
      const chosen = radios[(Math.max(at, step > 0 ? -1 : 0) + step + radios.length) % radios.length];
      chosen.checked = true;
      chosen.focus();
    } else if (event.key === 'Enter' && !target.matches('button, a, summary, input[type="radio"]')) give(current, 'Value');
    else if (event.key === 'p') give(current, 'Pass');
    else if (event.key === 'n') give(current, 'NoOpinion');
    else if (event.key === 't' && current.querySelector('.markable')) current.querySelector('.markable').focus();
    else return;
    event.preventDefault();
  }

  keys.checked = localStorage.getItem('concordat-judging-keys') !== 'off';
  keys.addEventListener('change', () => {
    localStorage.setItem('concordat-judging-keys', keys.checked ? 'on' : 'off');
    for (const key of root.querySelectorAll('.task kbd')) key.hidden = !keys.checked;
  });
  document.getElementById('shortcuts').hidden = false;
  document.addEventListener('keydown', press);
  undoButton.form.addEventListener('submit', (event) => {
    if (history.length === 0 && queue().length === 0) return;
    event.preventDefault();
    undo();
  });
  window.addEventListener('online', send);
  // The next task must not be one that an answer waits for.
  const takenBack = new Set(queue().filter(([, operation]) => operation.path === 'undo').map(([, operation]) => operation.fields.id));
  const held = new Set(queue().filter(([, operation]) => operation.path !== 'undo' && !takenBack.has(operation.fields.id)).map(([, operation]) => operation.fields.task));
  for (const section of all()) {
    wire(section);
    if (held.has(section.dataset.task)) section.dataset.done = 'yes';
  }
  show(next(), false);
  tell();
  send();
}
