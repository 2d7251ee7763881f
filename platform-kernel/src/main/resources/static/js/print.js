// Pages made for paper: the button that prints is shown where script runs; the browser's own menu does the same.
document.querySelectorAll('[data-print]').forEach((b) => {
  b.hidden = false;
  b.addEventListener('click', () => window.print());
});
