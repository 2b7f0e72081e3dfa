"""Reasons to refuse a file: each fault has a sentence with the remedy."""

from workflow.words import Words

NO_NAME = Words("文件没有名字；请改名后再上传。", "The file has no name; name it and try again.")
PATH = Words(
    "文件名“{name}”含有路径符号（/ 或 \\）；请改名后再上传。",
    'The file name "{name}" holds a path (/ or \\); rename the file and try again.',
)
CONTROL = Words(
    "文件名“{name}”含有换行或其他不可见字符；请改名后再上传。",
    'The file name "{name}" holds line breaks or invisible characters; rename the file.',
)
REVERSED = Words(
    "文件名“{name}”含有改变文字方向的字符，显示的扩展名可能是假的；请改名后再上传。",
    'The file name "{name}" holds characters that turn text around, so the ending shown may be '
    "false; rename the file.",
)
DOT = Words(
    "文件名“{name}”以点开头；请改名后再上传。",
    'The file name "{name}" begins with a dot; rename the file.',
)
LONG_NAME = Words(
    "文件名超过 {limit} 个字；请改短后再上传。",
    "The file name is over {limit:character|characters}; shorten it and try again.",
)
UNKNOWN_KIND = Words(
    "“{name}”不是可以上传的类型；照片请用 JPG、PNG、WebP、HEIC，"
    "文件请用 PDF、OFD、DOC、DOCX、XLS、XLSX、PPT、PPTX、WPS、ET、DPS、TXT、CSV、ZIP、MP4。",
    '"{name}" is of a kind that is not taken; photos may be JPG, PNG, WebP or HEIC, documents '
    "PDF, OFD, "
    "DOC, DOCX, XLS, XLSX, PPT, PPTX, WPS, ET, DPS, TXT, CSV, ZIP or MP4.",
)
MACRO_KIND = Words(
    "“{name}”是带宏的文件，不能上传；请另存为不带宏的 {ending}。",
    '"{name}" is a file with macros and is not taken; save it as {ending} without macros.',
)
EMPTY = Words(
    "“{name}”是空文件；请检查文件后再上传。",
    '"{name}" is empty; check the file and try again.',
)
TOO_LARGE = Words(
    "“{name}”超过 {limit} MiB 的上限；请压缩或拆分后再上传。",
    '"{name}" is over the limit of {limit} MiB; make it smaller or split it.',
)
TOO_MANY = Words(
    "一次最多上传 {limit} 个文件；请分几次上传。",
    "At most {limit:file|files} can be sent at a time; send them in parts.",
)
NO_PHOTO = Words(
    "“{name}”不是照片，或照片已损坏；请换一张能正常打开的 {ending} 照片。",
    '"{name}" is no photo, or a damaged one; choose a {ending} photo that opens.',
)
OTHER_PICTURE = Words(
    "“{name}”的内容是 {other}，不是可以上传的照片格式；请另存为 JPG 或 PNG 后再上传。",
    '"{name}" holds {other}, which is no format of photos taken here; save it as JPG or PNG.',
)
TOO_MANY_PIXELS = Words(
    "“{name}”有 {pixels} 百万像素，超过 {limit} 百万的上限；请缩小后再上传。",
    '"{name}" has {pixels:megapixel|megapixels}, over the limit of {limit}; make it smaller.',
)
TOO_HEAVY = Words(
    "打开“{name}”需要的内存或时间太多；请用看图软件另存为较小的照片后再上传。",
    '"{name}" takes too much memory or time to open; save it as a smaller photo and try again.',
)
MANY_PHOTOS = Words(
    "现在上传的照片太多，没有保存；请过一会儿再上传。",
    "Many photos are being handed in just now and yours were not kept; try again in a moment.",
)
MOVING = Words(
    "“{name}”是动图；请上传静止的照片。",
    '"{name}" is an animation; choose a still photo.',
)
OTHER_CONTENT = Words(
    "“{name}”的内容不是 {ending} 文件，或文件已损坏；请用原来的软件重新保存后再上传。",
    '"{name}" does not hold a {ending} file, or it is damaged; save it again and try once more.',
)
MACROS = Words(
    "“{name}”里有宏或脚本，不能上传；请另存为不带宏的文件。",
    '"{name}" holds macros or scripts and is not taken; save it without them.',
)
LINKS_OUT = Words(
    "“{name}”引用了外部文件或模板，不能上传；请断开链接后另存。",
    '"{name}" refers to outside files or templates and is not taken; break the links and save it.',
)
ATTACHMENTS = Words(
    "“{name}”里嵌有其他文件或会启动程序，不能上传；请导出为普通 PDF。",
    '"{name}" has files inside it or starts programs and is not taken; export it as a plain PDF.',
)
BOMB = Words(
    "“{name}”展开后过大、加密或结构异常，没有保存；请用原来的软件另存后再上传。",
    '"{name}" unpacks to too much, is encrypted or is built oddly and was not kept; save it again '
    "with the program it came from.",
)
NOT_TEXT = Words(
    "“{name}”不是文本文件；请用 UTF-8 或 GB18030 编码另存为 {ending}。",
    '"{name}" is no text file; save it as {ending} in UTF-8 or GB18030.',
)
VIRUS = Words(
    "“{name}”里有病毒（{found}），没有保存；请清除病毒后再上传。",
    '"{name}" holds a virus ({found}) and was not kept; clean it and send it again.',
)
TOO_LARGE_TO_SCAN = Words(
    "文件超过了病毒扫描程序接受的大小，没有保存；请压缩或拆分，"
    "或请系统管理员调大 StreamMaxLength。",
    "The file is larger than the virus scanner takes and was not kept; make it smaller, or ask the "
    "system administrator to raise StreamMaxLength.",
)
SCANNER_AWAY = Words(
    "病毒扫描程序没有应答，“{name}”没有检查，没有保存；请稍后再上传，或告诉系统管理员。",
    'The virus scanner does not answer, so "{name}" was not looked at and not kept; send it again '
    "in a while, or tell the system administrator.",
)
HELD = Words(
    "“{name}”已保存，但病毒扫描程序还没有检查过，暂不提供；请过一会儿再试。",
    '"{name}" is kept, but no virus scanner has seen it yet, so it is not handed out; try again '
    "in a while.",
)
HELD_VIRUS = Words(
    "“{name}”里有病毒（{found}），不提供下载。",
    '"{name}" holds a virus ({found}) and is not handed out.',
)
NO_ROOM = Words(
    "服务器磁盘写不进去，文件没有保存；请告诉系统管理员，稍后再试。",
    "The server's disk cannot be written, so the file was not kept; tell the system administrator "
    "and try again later.",
)
