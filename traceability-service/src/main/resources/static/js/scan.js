// Says once that somebody reads this label's page; a page that is only rendered ahead waits until it is shown.
(() => {
  const ticket = document.querySelector('meta[name="jf-scan"]');
  if (!ticket) return;
  const count = () => fetch(ticket.dataset.url, {
    method: 'POST', keepalive: true, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ticket: ticket.content }),
  }).catch(() => {});
  if (document.prerendering) document.addEventListener('prerenderingchange', count, { once: true });
  else count();
})();
