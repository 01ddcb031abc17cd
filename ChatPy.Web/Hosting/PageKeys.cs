using System.Xml;
using System.Xml.Linq;

namespace ChatPy.Web.Hosting;

/// <summary>The folder of the keys that sign what an open page carries, so that it can go on when the process is started again.</summary>
internal static class PageKeys
{
    /// <summary>
    /// Opens or makes it. The library that writes these keys does not sync them: after a power cut one may be empty or half there, and that
    /// library then refuses to start. Such a key is deleted, and a new one made: an open page reloads, nothing else is lost.
    /// </summary>
    public static DirectoryInfo Open(string dataDirectory)
    {
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(dataDirectory, "page-keys"));
        foreach (FileInfo key in folder.EnumerateFiles("*.xml").Where(IsDamaged)) { key.Delete(); }

        return folder;
    }

    private static bool IsDamaged(FileInfo key)
    {
        try
        {
            XDocument.Load(key.FullName);
            return false;
        }
        catch (XmlException) { return true; }
    }
}
