// A form that asks for the place: filled with where the phone is, once somebody opens the part it stands in.
(function () {
  'use strict';
  var form = document.querySelector('form[data-locate]');
  if (!form || !navigator.geolocation || !window.isSecureContext) {
    return;
  }
  var part = form.closest('details');
  part.addEventListener('toggle', function () {
    if (!part.open) {
      return;
    }
    navigator.geolocation.getCurrentPosition(function (at) {
      form.elements.latitude.value = at.coords.latitude.toFixed(6);
      form.elements.longitude.value = at.coords.longitude.toFixed(6);
      var told = form.querySelector('[data-located]');
      told.textContent = told.dataset.at;
      told.hidden = false;
    }, function () {}, { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 });
  });
})();
