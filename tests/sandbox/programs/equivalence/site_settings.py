# what site found out
import site
import sysconfig

print(site.ENABLE_USER_SITE, site.USER_SITE, site.USER_BASE, site.PREFIXES, site.getsitepackages())
print(sysconfig.get_paths())
