// A click on the ground of the county's map looks at that place from half as far. Without this file the buttons above do.
(function () {
  'use strict';
  var svg = document.querySelector('.county-map svg');
  if (!svg) { return; }
  svg.classList.add('can-zoom');
  svg.addEventListener('click', function (event) {
    if (event.target.closest('a')) { return; }
    var box = svg.getBoundingClientRect();
    var scale = svg.viewBox.baseVal.width / box.width;
    var to = new URLSearchParams(location.search);
    to.set('lon', (Number(svg.dataset.west) + (event.clientX - box.left) * scale / svg.dataset.lon).toFixed(6));
    to.set('lat', (svg.dataset.north - (event.clientY - box.top) * scale / svg.dataset.lat).toFixed(6));
    to.set('span', (svg.dataset.span / 2).toFixed(6));
    location.search = to.toString();
  });
}());
