// Corners of a plot by tapping on the map of its neighbours, or by standing on them: both only write lines into the
// field that is sent, so that it works without this file as well.
(function () {
  'use strict';
  var form = document.querySelector('form[data-corners]');
  if (!form) { return; }
  var field = form.querySelector('[name=corners]');
  var source = form.querySelector('[data-corners-source]');
  var svg = form.querySelector('.plot-map svg');
  var line = null;

  function lines() { return field.value.split('\n').filter(function (row) { return row.trim(); }); }

  function show() {
    if (!svg) { return; }
    if (!line) {
      line = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
      line.setAttribute('class', 'new');
      svg.appendChild(line);
    }
    line.setAttribute('points', lines().map(function (row) {
      var at = row.trim().split(/[\s,，]+/).map(Number);
      return ((at[0] - svg.dataset.west) * svg.dataset.lon).toFixed(1) + ',' + ((svg.dataset.north - at[1]) * svg.dataset.lat).toFixed(1);
    }).filter(function (point) { return point.indexOf('NaN') < 0; }).join(' '));
  }

  function add(lon, lat, how) {
    // another way of measuring does not go on with what was there
    var kept = source.value === how ? lines() : [];
    kept.push(lon.toFixed(7) + ', ' + lat.toFixed(7));
    source.value = how;
    field.value = kept.join('\n');
    field.dispatchEvent(new Event('input', { bubbles: true }));
    show();
  }

  field.addEventListener('change', function () { source.value = ''; show(); });
  if (svg) {
    form.querySelector('[data-corners-tap]').hidden = false;
    svg.addEventListener('click', function (event) {
      event.preventDefault();
      var box = svg.getBoundingClientRect();
      var scale = svg.viewBox.baseVal.width / box.width;
      var x = (event.clientX - box.left) * scale;
      var y = (event.clientY - box.top) * scale;
      add(Number(svg.dataset.west) + x / svg.dataset.lon, svg.dataset.north - y / svg.dataset.lat, 'DRAWN');
    });
    show();
  }
  var walk = form.querySelector('[data-corners-walk]');
  if (navigator.geolocation && window.isSecureContext) {
    walk.hidden = false;
    var told = walk.querySelector('[role=status]');
    walk.querySelector('button').addEventListener('click', function () {
      navigator.geolocation.getCurrentPosition(function (at) {
        add(at.coords.longitude, at.coords.latitude, 'WALKED');
        told.textContent = at.coords.accuracy > 10 ? told.dataset.rough.replace('{0}', Math.round(at.coords.accuracy)) : String(lines().length);
      }, function () { told.textContent = told.dataset.refused; }, { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
    });
  }
})();
