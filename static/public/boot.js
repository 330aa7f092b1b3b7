// Sets language, theme and text size before the first paint. A classic script: the policy allows no inline one.
;(function () {
  var root = document.documentElement
  var prefs = {}
  try {
    prefs = JSON.parse(localStorage.getItem('prefs') || '{}') || {}
  } catch {
    prefs = {}
  }
  var dark = prefs.theme === 'dark'
  if (prefs.theme !== 'dark' && prefs.theme !== 'light') dark = matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = dark ? 'dark' : 'light'
  root.dataset.size = prefs.size === 'large' ? 'large' : 'normal'
  root.lang = prefs.locale === 'en' ? 'en' : 'zh-CN'
})()
