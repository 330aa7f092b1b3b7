// Sets language, theme and text size before the first paint. A classic script: the policy allows no inline one.
;(function () {
  var root = document.documentElement
  var prefs = {}
  try {
    prefs = JSON.parse(localStorage.getItem('prefs') || '{}') || {}
  } catch {
    prefs = {}
  }
  var theme = prefs.theme
  if (theme !== 'dark' && theme !== 'light' && theme !== 'contrast') {
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
    if (matchMedia('(prefers-contrast: more)').matches) theme = 'contrast'
  }
  root.dataset.theme = theme
  root.dataset.size = prefs.size === 'large' ? 'large' : 'normal'
  root.lang = prefs.locale === 'en' ? 'en' : 'zh-CN'
})()
