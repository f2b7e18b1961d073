# Fills a workbook in LibreOffice and saves it as xlsx: SOURCE TARGET SHEET CELL=VALUE …
# A value that reads as a number is typed as one, any other as text. The API types
# into locked cells too, so whether a person could is looked up: «?CELL=» must be
# locked, the others must not. What the sheet then shows and is, is printed.
import os, subprocess, sys, tempfile, time, uno
from com.sun.star.beans import PropertyValue

def prop(name, value):
    p = PropertyValue(); p.Name, p.Value = name, value
    return p

def connect(pipe):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(600):
        try:
            return resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        except Exception:
            time.sleep(0.1)
    sys.exit("LibreOffice did not start")

source, target, sheet = sys.argv[1:4]
pipe = "biaochi-%d" % os.getpid()
profile = tempfile.mkdtemp()
office = subprocess.Popen(["soffice", "-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--nologo",
                           "--accept=pipe,name=%s;urp" % pipe])
try:
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    book = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (prop("Hidden", True),))
    tab = book.Sheets.getByName(sheet)
    for typed in sys.argv[4:]:
        place, value = typed.split("=", 1)
        cell = tab.getCellRangeByName(place.lstrip("?"))
        if cell.CellProtection.IsLocked != place.startswith("?"):
            print("%s: locked %s" % (place, cell.CellProtection.IsLocked))
        if not place.startswith("?"):
            cell.setFormula(value)
    for name in book.Sheets.ElementNames:
        s = book.Sheets.getByName(name)
        print("%s protected=%s visible=%s" % (name, s.isProtected(), s.IsVisible))
    for place in ("G5", "J5", "H7"):
        v = tab.getCellRangeByName(place).Validation
        print("%s %s %s" % (place, v.Type.value, v.getFormula1()))
    for row in (5, 6, 7, 8, 9):
        print("N%d %s" % (row, tab.getCellRangeByName("N%d" % row).String))
    book.storeToURL("file://" + target, (prop("FilterName", "Calc MS Excel 2007 XML"),))
    book.close(True)
    try:
        desktop.terminate()
    except Exception:
        pass
finally:
    try:
        office.wait(10)
    except subprocess.TimeoutExpired:
        office.kill()
