// Records a voice note with the browser's own recorder, plays it back, and puts it into the form's file field. Where there
// is no recorder or no microphone, or it is refused, the file field stays: the phone's own recorder fills it.
(function () {
  'use strict';
  const form = document.querySelector('form[data-voice-form]');
  if (!form) return;
  const box = form.querySelector('[data-voice]');
  const most = Number(box.dataset.voice);
  const part = (name) => box.querySelector('[data-voice-' + name + ']');
  const [start, stop, count, play, again, said] = ['start', 'stop', 'count', 'play', 'again', 'said'].map(part);
  const byHand = form.querySelector('[data-voice-file]');
  const field = form.elements.recording;
  const seconds = form.elements.seconds;
  const TYPES = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];
  let address = '';

  const listen = (blob) => {
    if (address) URL.revokeObjectURL(address);
    address = blob ? URL.createObjectURL(blob) : '';
    if (blob) play.src = address; else play.removeAttribute('src');
    play.hidden = !blob;
  };
  const forget = () => {
    field.value = '';
    seconds.value = '';
    said.textContent = '';
    again.hidden = true;
    listen(null);
  };
  const withoutRecorder = (why) => {
    start.hidden = true;
    stop.hidden = true;
    count.hidden = true;
    byHand.open = true;
    said.textContent = why;
  };
  const keep = (blob, length) => {
    const ending = blob.type.includes('mp4') ? '.m4a' : (blob.type.includes('ogg') ? '.ogg' : '.webm');
    const into = new DataTransfer();
    into.items.add(new File([blob], 'voice-note' + ending, { type: blob.type }));
    field.files = into.files;
    seconds.value = length;
    listen(blob);
    said.textContent = box.dataset.ready.replace('%', length);
    again.hidden = false;
  };

  async function record() {
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      withoutRecorder(box.dataset.refused);
      return;
    }
    const type = TYPES.find((t) => MediaRecorder.isTypeSupported(t));
    const recorder = new MediaRecorder(sound, { mimeType: type, audioBitsPerSecond: 24000 });
    const pieces = [];
    const begun = performance.now();
    const passed = () => Math.min(most, (performance.now() - begun) / 1000);
    const tell = () => { count.textContent = box.dataset.left.replace('%', Math.floor(passed())); };
    const ticking = setInterval(tell, 250);
    const end = () => { if (recorder.state !== 'inactive') recorder.stop(); };
    const atMost = setTimeout(end, most * 1000);
    let length = 0;
    forget();
    recorder.addEventListener('dataavailable', (e) => pieces.push(e.data));
    recorder.addEventListener('stop', () => {
      length = Math.max(1, Math.round(passed()));
      clearInterval(ticking);
      clearTimeout(atMost);
      stop.removeEventListener('click', end);
      sound.getTracks().forEach((t) => t.stop());
      stop.hidden = true;
      count.hidden = true;
      start.hidden = true;
      keep(new Blob(pieces, { type: recorder.mimeType.split(';')[0] }), length);
    });
    stop.addEventListener('click', end);
    start.hidden = true;
    stop.hidden = false;
    count.hidden = false;
    tell();
    recorder.start();
    stop.focus();
  }

  if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia && TYPES.some((t) => MediaRecorder.isTypeSupported(t))) {
    byHand.open = byHand.querySelector('.err') !== null;
    start.addEventListener('click', record);
    again.addEventListener('click', () => {
      forget();
      start.hidden = false;
      start.focus();
    });
  } else {
    start.hidden = true;
    again.hidden = true;
  }
  box.hidden = false;

  // a file chosen by hand is played back too, and counted where the browser can
  field.addEventListener('change', () => {
    const [file] = field.files;
    seconds.value = '';
    said.textContent = '';
    listen(file ?? null);
    if (!file) return;
    play.addEventListener('loadedmetadata', () => {
      if (!Number.isFinite(play.duration)) return;
      seconds.value = Math.max(1, Math.round(play.duration));
      if (seconds.value > most) said.textContent = box.dataset.long;
    }, { once: true });
  });

  // without a network the page keeps the recording; sent twice it counts once
  form.addEventListener('submit', (e) => {
    if (!field.files.length) return;
    e.preventDefault();
    fetch(form.action, { method: 'POST', body: new FormData(form) }).then((answer) => {
      if (answer.ok && answer.redirected) location.assign(answer.url);
      else form.submit();
    }, () => { said.textContent = box.dataset.kept; });
  });
}());
